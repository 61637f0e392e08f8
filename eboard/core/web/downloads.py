"""Files that leave: saved, never opened in our name and never kept by a browser."""

import os
from typing import IO

from flask import Response, make_response
from werkzeug.wsgi import FileWrapper


def as_file(content: str | bytes, *, media_type: str, name: str) -> Response:
    """A file to be saved under a name that says nothing of a person; the other headers are those of every answer."""
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


def as_streamed(file: IO[bytes], *, media_type: str, name: str) -> Response:
    """The same for a file that may lie on the disk: sent in pieces, and closed once it is sent."""
    response = as_file(b"", media_type=media_type, name=name)
    response.response = FileWrapper(file)
    response.content_length = file.seek(0, os.SEEK_END)
    file.seek(0)
    response.call_on_close(file.close)
    return response
