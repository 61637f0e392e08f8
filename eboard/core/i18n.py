"""Translation of texts: gettext catalogs under ``eboard/translations``, chosen per request or per mail."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel import Locale
from babel.support import LazyProxy, Translations

CATALOGS = Path(__file__).parent.parent / "translations"
DEFAULT = "en"

_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT)


@cache
def _catalog(code: str) -> NullTranslations:
    return Translations.load(CATALOGS, [code])


def locale() -> Locale:
    """The locale in force."""
    return Locale.parse(_locale.get())


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Translate into the language ``code`` inside the block."""
    token = _locale.set(code)
    try:
        yield
    finally:
        _locale.reset(token)


def gettext(text: str, **values: object) -> str:
    """``text`` in the language in force, its ``%(name)s`` filled from ``values``."""
    translated = _catalog(_locale.get()).gettext(text)
    return translated % values if values else translated


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """The singular or plural form for ``n``, which is also available as ``%(n)s``."""
    return plural_form(singular, plural, n) % {"n": n, **values}


def plural_form(singular: str, plural: str, n: int) -> str:
    """The form of a text for ``n``, not yet filled in."""
    return _catalog(_locale.get()).ngettext(singular, plural, n)


def lazy(text: str) -> LazyProxy:
    """A text that is translated when it is shown: for labels of forms and enums."""
    return LazyProxy(gettext, text, enable_cache=False)


def use(code: str) -> None:
    """Translate into the language ``code`` for the rest of this request."""
    _locale.set(code)


@cache
def languages() -> list[tuple[str, str]]:
    """The languages there are texts for, each with its name in itself."""
    codes = {DEFAULT, *(folder.name for folder in CATALOGS.glob("*") if folder.is_dir())}
    return [(code, str(Locale.parse(code).get_display_name(code)).capitalize()) for code in sorted(codes)]
