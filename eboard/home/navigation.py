"""The menu: what a person has a use for, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for

from eboard import access
from eboard.audit import Actor
from eboard.core.i18n import gettext as _
from eboard.home.duties import Duties, duties_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu."""

    label: str
    href: str
    icon: str
    active: bool


def duties(actor: Actor) -> Duties:
    """The duties of the acting person, asked for once a request."""
    if "duties" not in g:
        g.duties = duties_of(actor.acts_as) if actor.acts_as else Duties(frozenset(), frozenset())
    found: Duties = g.duties
    return found


def menu() -> dict[str, Any]:
    """The context of every page that somebody signed in sees."""
    if access.viewer() is None:
        return {"navigation": [], "viewer_menu": [], "sign_out_url": ""}
    mine = duties(access.actor())
    places = [
        (True, _("Start"), "home.start", "house"),
        (mine.nominates, _("My cases"), "cases.index", "clipboard2-pulse"),
        (mine.is_care_team, _("Follow-up"), "followup.index", "clipboard2-check"),
        (mine.runs_boards, _("Work list"), "work_list.index", "list-check"),
        (mine.attends or mine.runs_boards, _("Calendar"), "meetings.calendar", "calendar-week"),
        (mine.prepares, _("Prepare"), "preparing.cases", "journal-medical"),
        (mine.prepares, _("To confirm"), "confirmations.index", "check2-circle"),
        (mine.signs, _("To sign"), "signing.waiting", "pencil"),
        (True, _("Boards"), "boards.index", "people"),
        (mine.reads_reports, _("Reports"), "reports.index", "bar-chart"),
        (mine.administers, _("People"), "people.index", "person-check"),
        (mine.administers, _("Organizations"), "organizations.index", "building"),
        (mine.administers_network or mine.coordinates, _("Mail"), "mail.troubled", "envelope"),
        (mine.reviews, _("Emergencies"), "emergencies.queue", "exclamation-triangle"),
        (mine.reviews, _("Audit"), "review.worth_a_look", "shield-check"),
        (mine.administers_network or mine.audits, _("Retention"), "retention.index", "clock-history"),
    ]
    own = [
        (_("My account"), "account.profile", "person"),
        (_("Check in"), "check_in.by_code", "person-check"),
        (_("Act on behalf of …"), "delegates.for_others", "people"),
        (_("My calendar"), "subscriptions.mine", "calendar-check"),
        (_("My credit"), "credits.mine", "check2-circle"),
        (_("My availability"), "availability.mine", "calendar-x"),
    ]
    if mine.treats:
        own.append((_("Open a case in an emergency"), "emergencies.start", "exclamation-triangle"))
    return {
        "navigation": _entries([(label, endpoint, icon) for is_mine, label, endpoint, icon in places if is_mine]),
        "viewer_menu": _entries(own),
        "sign_out_url": url_for("signin.sign_out"),
    }


def _entries(places: Sequence[tuple[str, str, str]]) -> list[Entry]:
    """The lines of (label, endpoint, icon); the one whose address the page lies below is active, else its own part."""
    hrefs = [url_for(endpoint) for _label, endpoint, _icon in places]
    above = [href for href in hrefs if _is_above(href)]
    return [
        Entry(label, href, icon, active=href in above if above else _part(endpoint) == _part(request.endpoint or ""))
        for (label, endpoint, icon), href in zip(places, hrefs, strict=True)
    ]


def _is_above(href: str) -> bool:
    """Whether the address of this page begins with another; every one begins with that of the start page."""
    here = f"{request.script_root}{request.path}/"
    return href != url_for("home.start") and here.startswith(f"{href.rstrip('/')}/")


def _part(endpoint: str) -> str:
    return endpoint.split(".", maxsplit=1)[0]
