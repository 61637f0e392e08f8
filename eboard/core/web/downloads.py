"""Files that leave: saved, never opened in our name and never kept by a browser."""

from flask import Response, make_response


def as_file(content: str | bytes, *, media_type: str, name: str) -> Response:
    """A file to be saved under a name that says nothing of a person; the other headers are those of every answer."""
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
