"""Texts of mails: ``templates/<package>/mail/<name>/`` holds subject.txt, body.txt and body.html of each."""

from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from config import ROOT
from eboard.core import i18n
from eboard.core.web.settings import settings
from eboard.core.web.templating import date_in, datetime_in, day, time_in, times_in
from eboard.mail.enums import NoticeKind
from eboard.mail.notices import NOTICES, PAGE


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


def render(folder: str, *, kind: NoticeKind, locale: str, **values: Any) -> Texts:
    """Render ``templates/<folder>/`` in the reader's language; what one may do without ends with the way to say so."""
    env = _environment()
    values["choose_url"] = settings().base_url + PAGE if NOTICES[kind].is_optional else ""
    with i18n.speaking(locale):
        subject, text, footer, html = (
            env.get_template(name).render(values)
            for name in (f"{folder}/subject.txt", f"{folder}/body.txt", "mail/footer.txt", f"{folder}/body.html")
        )
    return Texts(" ".join(subject.split()), "\n\n".join(filter(None, (text.strip(), footer.strip()))) + "\n", html)
