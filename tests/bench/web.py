"""What a rating page and an autosave cost, in units of a plain Flask "hello" of the same run.

Processor time within this process; the two sides take turns, so that a busy machine slows both.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.answering import invitation_of, statements
from tests.client import Visitor
from tests.web_app import make_world

ROUNDS = 30
EACH = 60


def hello() -> Flask:
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


def prepared(app: Flask, **options: object) -> Callable[[], None]:
    """The environment is made once; only reading the body must start anew each time."""
    builder = EnvironBuilder(**options)
    environ = builder.get_environ()
    body = environ["wsgi.input"].read()

    def run() -> None:
        environ["wsgi.input"].seek(0)
        _, status, _ = run_wsgi_app(app, environ)
        assert status.startswith("200"), status

    environ["wsgi.input"].seek(0)
    assert isinstance(body, bytes)
    return run


def cost(run: Callable[[], None]) -> float:
    """Seconds of processor time for EACH calls."""
    start = time.process_time()
    for _ in range(EACH):
        run()
    return time.process_time() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder))
        mara = Visitor(world.app)
        page = mara.submit(mara.get("/"), {"name": "Mara"})
        names = statements(page)
        mara.submit(page, dict.fromkeys(names, "4") | {"t_communication": "I draw it " * 20})
        path = f"/answer/{invitation_of(page)}"
        page = mara.get(f"{path}/communication")
        cookies = "; ".join(f"{c.key}={c.value}" for c in mara.client._cookies.values())
        headers = {"Cookie": cookies, "Sec-Fetch-Site": "same-origin"}
        save = {"fields": {names[0]: "4"}, "revision": int(page.field("revision")), "seconds": 2.0}
        sides = {
            "hello": prepared(hello(), path="/"),
            "rating page": prepared(world.app, path=f"{path}/communication", headers=headers),
            "autosave": _autosave(world.app, path, headers, page.field("csrf_token"), save),
        }
        compare(sides)
        world.shop.close()


def _autosave(app, path, headers, token, save) -> Callable[[], None]:
    """Another answer and the next revision each time: every save is a write."""

    def run() -> None:
        save["fields"] = dict.fromkeys(save["fields"], "34"[save["revision"] % 2])
        builder = EnvironBuilder(
            path=f"{path}/save-answer",
            method="POST",
            headers=headers | {"X-CSRFToken": token},
            json=save,
        )
        environ = builder.get_environ()
        started = time.process_time()
        _, status, _ = run_wsgi_app(app, environ)
        run.spent += time.process_time() - started  # type: ignore[attr-defined]
        assert status.startswith("200"), status
        save["revision"] += 1

    run.spent = 0.0  # type: ignore[attr-defined]
    return run


def compare(sides: dict[str, Callable[[], None]]) -> None:
    for run in sides.values():
        cost(run)
    spent: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, run in sides.items():
            if hasattr(run, "spent"):
                run.spent = 0.0
            total = cost(run)
            spent[name].append(getattr(run, "spent", total))
    floor = statistics.median(spent["hello"])
    for name, times in spent.items():
        each = statistics.median(times) / EACH
        print(f"{name:12} {each * 1e6:7.0f} us  {each * EACH / floor:5.2f} x hello")


if __name__ == "__main__":
    main()
