"""Running a web server and a worker beside each other on one machine."""

import errno
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import waitress

from survey.errors import BadInput

_LAST_PORT = 65535


def free_port(host: str, first: int) -> int:
    """The first free TCP port from `first` on. Raises BadInput: none, or no such host."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, min(first + 200, _LAST_PORT + 1)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # As the server will: a port that only just closed is free, one that is served is not.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                _refuse_host(host, error)
                continue
            return port
    raise BadInput(f"no free port from {first} on; set another", "PLUMBLINE_PORT")


def _refuse_host(host: str, error: OSError) -> None:
    """Raises BadInput where the address itself is wrong, whatever the port."""
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        raise BadInput(f"{host!r} is not an address of this machine", "PLUMBLINE_HOST") from error


@contextmanager
def kept_running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[None]:
    """Run `command` for as long as the block lasts; when it dies, start it again after a second."""
    ending = threading.Event()
    child = subprocess.Popen(command, env=dict(environment))  # noqa: S603 - our own command
    current = [child]

    def watch() -> None:
        while True:
            current[0].wait()
            if ending.wait(timeout=1):
                return
            current[0] = subprocess.Popen(command, env=dict(environment))  # noqa: S603

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ending.set()
        _end(current[0])


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def serve(app: Callable[..., Any], host: str, port: int, proxy: str | None = None) -> None:
    """Serve `app` until Ctrl+C or a polite kill. Raises BadInput: not at this host and port.

    `proxy`: address from which a web server in front calls; it says whom it calls for.
    """
    signal.signal(signal.SIGTERM, _leave)
    try:
        server = waitress.create_server(
            app,
            host=host,
            port=port,
            threads=max(8, 4 * (os.cpu_count() or 1)),
            ident="",
            clear_untrusted_proxy_headers=True,
            trusted_proxy=proxy,
            trusted_proxy_headers={"x-forwarded-for"} if proxy else set(),
        )
    except OSError as error:
        _refuse_host(host, error)
        raise BadInput(f"{port} cannot be used: {error.strerror}", "PLUMBLINE_PORT") from error
    except ValueError as error:  # waitress's word for a host that it cannot look up
        raise BadInput(f"{host!r} is not an address of this machine", "PLUMBLINE_HOST") from error
    server.run()


def _leave(*_: object) -> None:
    raise SystemExit(0)
