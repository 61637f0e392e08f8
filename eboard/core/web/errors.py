"""Every error becomes one calm page with the right status; nothing internal is shown."""

import logging

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from eboard.core.errors import BusyError, EBoardError, ThrottledError
from eboard.core.i18n import gettext as _
from eboard.core.logs import place_of

logger = logging.getLogger(__name__)

RETRY_SECONDS = 30
TOO_LARGE = 413
CHUNK = 1 << 16
MOST_BYTES = 1 << 28


def install_error_pages(app: Flask) -> None:
    """Answer our errors, HTTP's errors and everything unforeseen."""
    app.register_error_handler(EBoardError, _ours)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def error_page(status: int, message: str) -> Response:
    """The page for ``status`` with one sentence."""
    return make_response(render_template("errors/error.html", status=status, message=message), status)


def _ours(error: EBoardError) -> Response:
    response = error_page(error.status, error.message)
    if isinstance(error, ThrottledError):
        logger.warning("Too many tries at %s", request.endpoint)
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, BusyError):
        logger.warning("The database could not take a request: %s", type(error.__cause__).__name__)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _forged(_error: CSRFError) -> Response:
    logger.warning("Refused a forged or outdated request to %s", request.endpoint)
    return error_page(
        400,
        _("This form was open for too long or came from elsewhere. Go back, reload the page and send it again."),
    )


def _http(error: HTTPException) -> Response:
    sentences = {
        400: _("The request could not be understood."),
        404: _("There is nothing at this address, or it is not yours to see."),
        405: _("This address does not do that."),
        413: _("This is larger than the limit. Choose a smaller file."),
    }
    status = error.code or 500
    if status == TOO_LARGE and _is_unread():
        _swallow()
    response = error_page(status, sentences.get(status, _("The request could not be answered.")))
    for name, value in error.get_headers():
        if name in {"Allow", "Location", "Retry-After"}:
            response.headers[name] = value
    return response


def _is_unread() -> bool:
    """Whether the announced length alone was refused, so that nothing was read yet."""
    return (request.content_length or 0) > (request.max_content_length or 0)


def _swallow() -> None:
    """Take in what is still being sent: a browser shows no answer while the connection breaks under its upload."""
    left = min(request.content_length or 0, MOST_BYTES)
    while left > 0 and (chunk := request.environ["wsgi.input"].read(min(left, CHUNK))):
        left -= len(chunk)


def _unforeseen(error: Exception) -> Response:
    # The message of a foreign exception may quote what somebody typed; its type and place never do.
    logger.error("Unforeseen %s at %s", type(error).__name__, place_of(error.__traceback__))
    return error_page(500, _("Something went wrong on our side. Nothing was saved; please try again."))
