"""Response headers and the questions asked of every request before a view sees it."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from survey.settings import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
WITH_FRAME = f"{POLICY}; frame-src 'self'"
"""For a page that shows a preview of another page of ours, beside what it is made from."""
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
"""For that other page."""

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
YEAR = 365 * 24 * 3600
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def init_app(app: Flask, settings: Settings) -> None:
    """Set limits and hooks. Hosts other than that of `base_url` are refused."""
    base = urlsplit(settings.base_url)
    https = base.scheme == "https"
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 1024 * 1024
    app.config["TRUSTED_HOSTS"] = _hosts(base.hostname or "localhost", settings.production)
    always = dict(ALWAYS)
    if https:
        always["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in always.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            # Pages show answers, links or a form's token: nothing of them may stay in a cache.
            response.headers["Cache-Control"] = "no-store"
        return response

    app.before_request(refuse_other_sites)


def refuse_other_sites() -> None:
    """Abort with 403 when another site's page made the browser send this request.

    Beside the CSRF token, not instead of it. Our own Referrer-Policy makes browsers send
    "Origin: null" with forms, so Origin only counts where Sec-Fetch-Site is not known.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    origin = request.headers.get("Origin", "null")
    # Compared whole: a hostile header need not even be an address.
    if origin != "null" and origin.partition("://")[2] != request.host:
        abort(403)


def _hosts(own: str, production: bool) -> list[str]:
    if production or own not in (*LOOPBACK, "::1", "0.0.0.0"):  # noqa: S104 - compared, not bound
        return [own]
    return list(LOOPBACK)
