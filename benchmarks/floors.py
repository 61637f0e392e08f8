"""What a benchmark is measured against: a Flask application that does nothing, and one that serves bytes it has."""

import os
from pathlib import Path

from flask import Flask, Response

hello = Flask("hello")
memory = Flask("memory")


@hello.get("/")
def greet() -> str:
    return "hello"


BYTES = Path(os.environ["FLOOR_FILE"]).read_bytes() if "FLOOR_FILE" in os.environ else b""


@memory.get("/")
def serve() -> Response:
    return Response(BYTES, content_type="text/calendar; charset=utf-8")
