"""A calendar program as RFC 5546 wants it: what each mailbox shows after the mails that came, in their order."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.invitations.reading import Mail

Version = tuple[int, datetime]


@dataclass
class Calendar:
    """The calendar of one mailbox."""

    address: str
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)
    ignored: list[Mail] = field(default_factory=list)  # older than what is known (section 2.1.5)
    repeated: list[Mail] = field(default_factory=list)  # the very version that is known
    empty: list[Mail] = field(default_factory=list)  # changed nothing that the owner sees

    def receive(self, mail: Mail) -> None:
        uid, version = str(mail.event["UID"]), version_of(mail)
        known = self.versions.get(uid)
        if known is not None and version <= known:
            (self.repeated if version == known else self.ignored).append(mail)
            return
        self.versions[uid] = version
        before = self.entries.get(uid)
        if mail.method == "CANCEL":
            self.entries.pop(uid, None)
        else:
            self.entries[uid] = shown(mail)
        if self.entries.get(uid) == before:
            self.empty.append(mail)


def version_of(mail: Mail) -> Version:
    return int(mail.event["SEQUENCE"]), mail.event["DTSTAMP"].dt


def shown(mail: Mail) -> dict[str, Any]:
    """What a calendar shows of a REQUEST."""
    event = mail.event
    return {
        "start": event.start,
        "end": event.end,
        "summary": str(event["SUMMARY"]),
        "place": str(event.get("LOCATION", "")),
        "attendee": str(event["ATTENDEE"]).removeprefix("mailto:"),
    }


def calendars(mails: list[Mail]) -> dict[str, Calendar]:
    """The calendar of every mailbox that got one of the mails."""
    found: dict[str, Calendar] = {}
    for mail in mails:
        found.setdefault(mail.to, Calendar(mail.to)).receive(mail)
    return found
