"""What every template may use: translation, dates in a zone, static files by content."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from flask import Flask, url_for
from markupsafe import Markup

from eboard.core import i18n, time
from eboard.core.web.settings import settings

STATIC = Path(__file__).parent.parent.parent / "static"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def install_templating(app: Flask) -> None:
    """Give Jinja our filters and globals."""
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(date_in=date_in, time_in=time_in, times_in=times_in, datetime_in=datetime_in, day=day, ago=ago)
    env.globals.update(_=_text, ngettext=_plural_text, asset=asset, now=time.now)
    app.context_processor(_surroundings)


def _text(text: str, **values: Any) -> Markup:
    """A text of a page, its ``%(name)s`` filled in and escaped. Jinja's own way makes a context for each call."""
    translated = Markup(i18n.gettext(text))  # noqa: S704 - ours or the translators', never a visitor's
    return translated % values if "%" in translated else translated


def _plural_text(singular: str, plural: str, number: int, **values: Any) -> Markup:
    """The form of a text for ``number``, which is available as ``%(num)s``."""
    return Markup(i18n.plural_form(singular, plural, number)) % {"num": number, **values}  # noqa: S704 - as above


def _surroundings() -> dict[str, Any]:
    locale = i18n.locale()
    return {
        "demo_mode": settings().in_demo,
        "idle_minutes": settings().session_idle_minutes,
        "live_idle_minutes": settings().live_idle_minutes,
        "locale_code": str(locale).replace("_", "-"),
        "text_direction": "rtl" if locale.language in RIGHT_TO_LEFT else "ltr",
    }


def day(value: date) -> str:
    """A calendar day: Mon 9 Mar 2026."""
    return format_date(value, "EEE d MMM y", locale=i18n.locale())


def date_in(moment: datetime, zone: str) -> str:
    """The day of an instant on the clocks of ``zone``."""
    return day(time.wall(moment, zone).date())


def time_in(moment: datetime, zone: str) -> str:
    """The time of day of an instant on the clocks of ``zone``: 14:00."""
    return format_time(time.wall(moment, zone), "HH:mm", locale=i18n.locale())


class Stretch(Protocol):
    """What has a start and an end."""

    @property
    def starts_at(self) -> datetime:
        """The first instant."""

    @property
    def ends_at(self) -> datetime:
        """The instant it is over."""


def times_in(stretches: Iterable[Stretch], zone: str) -> str:
    """Stretches of one day on the clocks of ``zone``: 14:10–14:25, 14:40–14:50."""
    return ", ".join(f"{time_in(one.starts_at, zone)}–{time_in(one.ends_at, zone)}" for one in stretches)


def datetime_in(moment: datetime, zone: str) -> str:
    """Day and time of an instant on the clocks of ``zone``."""
    return format_datetime(time.wall(moment, zone), "EEE d MMM y, HH:mm", locale=i18n.locale())


def ago(moment: datetime) -> str:
    """How long an instant lies back: 20 minutes ago."""
    return format_timedelta(moment - time.now(), add_direction=True, locale=i18n.locale())


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a static file, which changes with its content, so that it may be cached for a year."""
    return url_for("static", filename=name, v=_fingerprint(name))
