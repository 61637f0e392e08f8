"""The application class: it puts each request into one transaction."""

from collections.abc import Callable
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import BadRequest

from eboard.core.db import read_only, unit_of_work
from eboard.core.errors import EBoardError
from eboard.core.web.public import is_patient

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class EBoard(Flask):
    """A Flask application whose views run inside a unit of work that ends before the response leaves.

    A page that is only read runs in a snapshot, and so does a view that waits for another system: it opens units of
    work of its own before and after, so that no transaction stays open meanwhile. An error rolls everything back; what
    an error asks to be recorded all the same (a refusal, a failed sign-in) is recorded in a unit of its own.
    """

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view and no hook of ours is a coroutine, so none needs to be asked at every call."""
        return func

    def dispatch_request(self) -> Any:
        """Run the view in its transaction."""
        if _holds_nul():
            raise BadRequest
        view = self.view_functions.get(request.endpoint or "")
        is_read = request.method in SAFE_METHODS or is_patient(view)
        work = read_only() if is_read else unit_of_work()
        try:
            with work:
                return super().dispatch_request()
        except EBoardError as error:
            if error.aftermath is not None:
                with unit_of_work():
                    error.aftermath()
            raise


def _holds_nul() -> bool:
    """Whether a text of the request holds NUL, which nobody types and PostgreSQL cannot store."""
    if "\0" in request.path or b"%00" in request.query_string:
        return True
    if request.method in SAFE_METHODS:
        return False
    return any("\0" in text for _name, texts in request.form.lists() for text in texts)
