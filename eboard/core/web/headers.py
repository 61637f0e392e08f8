"""Security headers on every answer."""

from flask import Flask, Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
UNUSED = (
    "camera", "microphone", "geolocation", "display-capture", "payment", "usb", "serial", "hid", "midi", "bluetooth",
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
}
UNCHANGED = 304
TRANSPORT = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def security_headers(*, is_https: bool) -> dict[str, str]:
    """What every answer with content says beside its own headers."""
    return HEADERS | (TRANSPORT if is_https else {})


def install_headers(app: Flask, *, is_https: bool) -> None:
    """Add the headers to every answer that has content; a view may set stricter ones first.

    An answer that says "unchanged" leaves the headers of the first one as they are (RFC 9110 section 15.4.5).
    """
    wanted = [(name.lower(), (name, value)) for name, value in security_headers(is_https=is_https).items()]

    @app.after_request
    def secure(response: Response) -> Response:
        if response.status_code == UNCHANGED:
            return response
        headers = response.headers
        present = {name.lower() for name in headers.keys()}  # noqa: SIM118 - these are not a mapping's
        missing = [header for name, header in wanted if name not in present]
        if "cache-control" not in present:
            missing.append(("Cache-Control", "no-store"))
        headers.extend(missing)
        return response
