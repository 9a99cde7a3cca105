"""Addresses of our own files that change when their content does, so browsers may keep them."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request, url_for

FOLDER = Path(__file__).parent / "static"


def init_app(app: Flask) -> None:
    app.add_template_global(address, "asset")
    app.after_request(_keep)


def address(name: str) -> str:
    """URL of a file in survey/web/static, with a mark of its content."""
    return url_for("pages.static", filename=name, v=_mark(name))


@lru_cache(maxsize=256)
def _mark(name: str) -> str:
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def _keep(response: Response) -> Response:
    if request.endpoint and request.endpoint.endswith(".static"):
        kept = "public, max-age=31536000, immutable" if "v" in request.args else "no-cache"
        response.headers["Cache-Control"] = kept
    return response
