"""Texts of mails: ``templates/<package>/mail/<name>/`` holds subject.txt, body.txt and body.html of each."""

from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from config import ROOT
from eboard.core import i18n
from eboard.core.web.templating import date_in, datetime_in, day, time_in, times_in


class Texts(NamedTuple):
    """A rendered mail."""

    subject: str
    text: str
    html: str


@cache
def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(i18n.gettext, i18n.plural_form, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(date_in=date_in, time_in=time_in, times_in=times_in, datetime_in=datetime_in, day=day)
    return env


def render(folder: str, *, locale: str, **values: Any) -> Texts:
    """Render ``templates/<folder>/`` in the reader's language."""
    env = _environment()
    with i18n.speaking(locale):
        subject, text, html = (
            env.get_template(f"{folder}/{name}").render(values) for name in ("subject.txt", "body.txt", "body.html")
        )
    return Texts(" ".join(subject.split()), text.strip() + "\n", html)
