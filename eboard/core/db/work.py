"""The unit of work: everything a request, a job's row or a command does is saved once, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from eboard.core.db.base import db
from eboard.core.errors import BusyError, StaleError
from eboard.core.i18n import gettext as _

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_before_commit: list[Callable[[Session], None]] = []
_last: list[Callable[[Session], None]] = []
_after_commit: list[Callable[[Session], None]] = []


def before_commit(hook: Callable[[Session], None]) -> Callable[[Session], None]:
    """Register what must happen at the end of every unit of work, inside its transaction."""
    if hook not in _before_commit:
        _before_commit.append(hook)
    return hook


def last_before_commit(hook: Callable[[Session], None]) -> Callable[[Session], None]:
    """Register what follows even those: it sees all they did, and takes its locks after theirs, so nobody deadlocks."""
    if hook not in _last:
        _last.append(hook)
    return hook


def after_commit(hook: Callable[[Session], None]) -> Callable[[Session], None]:
    """Register what follows every unit of work that was saved; it may read, and must not raise."""
    if hook not in _after_commit:
        _after_commit.append(hook)
    return hook


def is_writing() -> bool:
    """Whether a unit of work is open here; SQLite then takes its write lock at BEGIN."""
    return _writing.get()


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Commit once at the end of the block, or roll everything back.

    Raises StaleError if a row was saved by somebody else meanwhile, BusyError if the database could not take the write.
    """
    session = db.session()
    if session.get_bind().dialect.name == "sqlite":
        session.commit()  # end a read that may be open: it cannot turn into a write once another process has written
    token = _writing.set(True)
    try:
        yield session
        session.flush()
        for hook in (*_before_commit, *_last):
            hook(session)
        session.commit()
    except (StaleDataError, IntegrityError) as error:
        session.rollback()
        raise StaleError(
            _("Somebody else saved this at the same moment. Look at it again and repeat your change.")
        ) from error
    except OperationalError as error:
        session.rollback()
        raise BusyError(_("The system is busy. Nothing was saved; please try again in a minute.")) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        pending(session).clear()
        _writing.reset(token)
    for hook in _after_commit:
        hook(session)


def pending(session: Session) -> list[Any]:
    """What the hooks of `before_commit` still have to store; it shares the fate of the transaction."""
    items: list[Any] = session.info.setdefault("pending", [])
    return items


@contextmanager
def attempt() -> Iterator[None]:
    """Try one action inside a unit of work: an error takes back that action alone, and its form is shown again."""
    session = db.session()
    mark = len(pending(session))
    try:
        with session.begin_nested():
            yield
    except BaseException:
        del pending(session)[mark:]
        raise


@contextmanager
def read_only() -> Iterator[None]:
    """Read in one snapshot; whatever the block changed is thrown away. Without a question nothing is opened."""
    try:
        yield
    except OperationalError as error:
        raise BusyError(_("The system is busy. Please try again in a minute.")) from error
    finally:
        if db.session.registry.has():
            pending(db.session()).clear()
            db.session.rollback()
