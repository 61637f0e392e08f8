"""What can go wrong, as values that carry one plain sentence for the person who caused it."""

from collections.abc import Callable


class EBoardError(Exception):
    """An error with a sentence that may be shown; ``status`` is its HTTP status.

    ``aftermath`` is what has to be stored although everything else is rolled back, such as the entry of a refusal.
    """

    status = 500
    aftermath: Callable[[], None] | None = None

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class DomainError(EBoardError):
    """A rule of the domain refuses the request; ``field`` names the form field it belongs to, if any."""

    status = 422


class NotSignedInError(EBoardError):
    """The request needs a signed-in person."""

    status = 401


class ForbiddenError(EBoardError):
    """A refusal that explains itself, for somebody who may know that the row exists."""

    status = 403


class ConfirmationNeededError(ForbiddenError):
    """The person must prove once more who he or she is, and may then repeat the request."""


class AbsentError(EBoardError):
    """The row does not exist, or must look so to this person."""

    status = 404


class StaleError(EBoardError):
    """Somebody else saved the row after this person opened it."""

    status = 409


class GoneError(EBoardError):
    """What was asked for has been revoked."""

    status = 410


class TooLargeError(EBoardError):
    """An upload over the stated limit."""

    status = 413


class ThrottledError(EBoardError):
    """Too many attempts; ``retry_after`` says in seconds when to try again."""

    status = 429

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class BusyError(EBoardError):
    """The database could not take the request now; nothing was saved."""

    status = 503
