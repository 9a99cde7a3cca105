"""The command line from outside: sentences, no tracebacks, and the demo kept in its place."""

import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.servers import free_port, wait_until
from tests.web_app import ROOT


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PLUMBLINE_")}
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *command],
        cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_check_praises_the_shipped_questionnaires():
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "50 items" in done.stdout


def test_every_room_s_commands_are_listed():
    listed = run("--help").stdout
    for name in ("audit", "check", "score", "report", "serve", "worker", "web", "init", "admin"):
        assert f"  {name} " in listed


def test_a_misspelt_setting_is_one_sentence(tmp_path):
    done = run("init", PLUMBLINE_INSTANCE=str(tmp_path / "new"), PLUMBLINE_PROT="80")
    assert done.returncode == 1
    assert "did you mean PLUMBLINE_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_init_makes_an_installation_without_the_demo(tmp_path):
    done = run("init", PLUMBLINE_INSTANCE=str(tmp_path / "new"))
    assert done.returncode == 0, done.stderr
    made = {path.name for path in (tmp_path / "new").iterdir()}
    assert {"keys", "plumbline.sqlite3"} <= made
    assert "demo" not in made


def test_init_does_not_turn_the_demo_into_the_real_thing(tmp_path):
    (tmp_path / "demo").touch()
    done = run("init", PLUMBLINE_INSTANCE=str(tmp_path))
    assert done.returncode == 1
    assert "holds the demo" in done.stderr


@pytest.mark.parametrize("command", ["serve", "web"])
def test_production_refuses_the_demo(tmp_path, command):
    (tmp_path / "demo").touch()
    done = run(
        command,
        PLUMBLINE_INSTANCE=str(tmp_path),
        PLUMBLINE_PRODUCTION="1",
        PLUMBLINE_BASE_URL="https://feedback.example.org",
    )
    assert done.returncode == 1
    assert "PLUMBLINE_DEMO" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_refuses_plain_http(tmp_path):
    done = run("web", PLUMBLINE_INSTANCE=str(tmp_path / "new"), PLUMBLINE_PRODUCTION="1")
    assert done.returncode == 1
    assert "https://" in done.stderr


def test_a_missing_library_is_one_sentence_with_the_cure(tmp_path):
    """Python as the system brings it, without our packages."""
    done = subprocess.run(
        [sys.executable, "-S", "-E", str(ROOT / "app.py"), "check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "./run" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_questionnaire_does_not_start_a_server(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "instrument.yaml").write_text("id: [", encoding="utf-8")
    done = run(
        "web",
        PLUMBLINE_INSTANCE=str(tmp_path / "new"),
        PLUMBLINE_QUESTIONNAIRES=str(tmp_path / "mine"),
    )
    assert done.returncode == 1
    assert "instrument.yaml:" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    done = run("init", PLUMBLINE_INSTANCE=str(tmp_path / "file" / "instance"))
    assert done.returncode == 1
    assert f"{tmp_path}/file" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://ada:hush@127.0.0.1:1/plumbline", "the database cannot be used"),
        ("sqlite:///{folder}/damaged.sqlite3", "file is not a database"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(tmp_path, url, said):
    (tmp_path / "damaged.sqlite3").write_bytes(b"no database at all" * 100)
    url = url.format(folder=tmp_path)
    done = run("init", PLUMBLINE_INSTANCE=str(tmp_path / "new"), DATABASE_URL=url)
    assert done.returncode == 1
    assert said in done.stderr
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert "hush" not in done.stderr


def test_the_first_start_serves_though_the_queue_is_down(tmp_path):
    """Redis is named but does not answer: pages and answers work, reports come later."""
    port = free_port()
    environment = {
        "PLUMBLINE_INSTANCE": str(tmp_path / "new"),
        "PLUMBLINE_PORT": str(port),
        "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0",
    }
    with serving(environment) as process:
        wait_until(lambda: answers(port) or process.poll() is not None, "nobody serves")
        assert answers(port)


@contextmanager
def serving(environment):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PLUMBLINE_")}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), "serve"], cwd=ROOT, env=clean | environment
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_port_that_is_taken_is_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("web", PLUMBLINE_INSTANCE=str(tmp_path / "new"), PLUMBLINE_PORT=port)
    assert done.returncode == 1
    assert f"PLUMBLINE_PORT: {port} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
@pytest.mark.parametrize("command", ["serve", "web"])
def test_a_host_that_is_not_ours_is_one_sentence(tmp_path, command, host):
    done = run(command, PLUMBLINE_INSTANCE=str(tmp_path / "new"), PLUMBLINE_HOST=host)
    assert done.returncode == 1
    assert f"PLUMBLINE_HOST: '{host}' is not an address of this machine" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_first_admin_is_made_on_the_command_line(tmp_path):
    told = ("admin", "ada@hall.example", "--organisation", "Hall", "--time-zone", "Europe/Berlin")
    where = {"PLUMBLINE_INSTANCE": str(tmp_path / "new")}
    done = run(*told, "--name", "Ada", **where)
    assert done.returncode == 0, done.stderr
    assert re.search(r"http://127\.0\.0\.1:5000/account/link/[\w-]{43}$", done.stdout.strip())


@pytest.mark.parametrize(
    ("given", "cure"),
    [
        (["ada", "--organisation", "Hall", "--name", "Ada"], "name@example.org"),
        (["ada@hall.example", "--organisation", "Hall", "--name", ""], "name"),
        (["a@b.example", "--organisation", "Hall", "--name", "A", "--time-zone", "X"], "Berlin"),
    ],
)
def test_a_mistake_about_the_first_admin_is_one_sentence(tmp_path, given, cure):
    done = run("admin", *given, PLUMBLINE_INSTANCE=str(tmp_path / "new"))
    assert done.returncode == 1
    assert cure in done.stderr
    assert "Traceback" not in done.stderr
