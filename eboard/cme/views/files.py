"""Files that leave: never kept by a browser, and named without a person."""

from flask import make_response
from werkzeug import Response


def download(content: bytes, *, kind: str, name: str) -> Response:
    """A file to keep."""
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
