"""Certificates: their codes, whether they still hold, and their texts for the page and the PDF.

A code is derived from the id of the certificate under a key that never leaves the server; only its hash is stored. So a
copy of the database verifies nothing, and each time the PDF is made it bears the same code.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eboard.cme.credit import credit_text, total
from eboard.cme.models import CmeActivity, CmeCertificate
from eboard.cme.queries import Standing, rule_of, standing_of
from eboard.core.crypto import Keyring
from eboard.core.db import db
from eboard.core.i18n import gettext as _
from eboard.core.i18n import locale
from eboard.core.tokens import hash_token
from eboard.core.web.templating import day

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH, GROUP = 20, 5  # a hundred bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A certificate in texts, in the language in force."""

    language: str
    title: str
    intro: str
    name: str
    activity: str
    provider: str
    days: str
    earned: str
    statement: str
    issued: str
    code: str
    address: str
    labels: Mapping[str, str]


def code_of(certificate_id: UUID, keyring: Keyring) -> str:
    """The code of a certificate, without the dashes people see."""
    number = int.from_bytes(keyring.index("code", owner=certificate_id, purpose="certificate"), "big")
    return "".join(ALPHABET[(number >> 5 * place) & 31] for place in range(LENGTH))


def dashed(code: str) -> str:
    """A code in groups, as it is printed."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def plain(typed: str) -> str:
    """A code as it was typed, in capitals and without anything between."""
    return "".join(one for one in typed.upper() if one.isalnum())


def by_code(typed: str, keyring: Keyring) -> CmeCertificate | None:
    """The certificate of a code. It is found by a hash and compared in constant time, so that time tells nothing."""
    bare = plain(typed)
    row = db.session.scalar(
        select(CmeCertificate)
        .where(CmeCertificate.code_hash == hash_token(bare))
        .options(joinedload(CmeCertificate.activity).joinedload(CmeActivity.board))
    )
    is_right = row is not None and hmac.compare_digest(code_of(row.id, keyring).encode(), bare.encode())
    return row if is_right else None


def holds(certificate: CmeCertificate) -> bool:
    """Whether the ledger still says, of the days it is about, what the certificate says."""
    found = standing_of(certificate.activity, certificate.person_id)
    return found is not None and is_backed(certificate, found)


def is_backed(certificate: CmeCertificate, standing: Standing) -> bool:
    """The same for whoever has read the ledger already."""
    days = [entry.credits for entry in standing.entries if entry.meeting.day <= certificate.last_day]
    return total(rule_of(standing.activity), days) == certificate.credits


def paper_of(certificate: CmeCertificate, keyring: Keyring, *, base_url: str) -> Paper:
    """The texts of a certificate."""
    code = dashed(code_of(certificate.id, keyring))
    return Paper(
        language=locale().language,
        title=_("Certificate of participation"),
        intro=_("This is to certify that"),
        name=certificate.name,
        activity=certificate.title,
        provider=certificate.provider,
        days=days_text(certificate),
        earned=_("%(credits)s %(type)s", credits=credit_text(certificate.credits), type=certificate.credit_type),
        statement=certificate.statement,
        issued=day(certificate.issued_at.date()),
        code=code,
        address=f"{base_url}/verify/{code}",
        labels={
            "activity": _("took part in"),
            "provider": _("Provided by"),
            "days": _("Dates"),
            "earned": _("Credit earned"),
            "issued": _("Issued"),
            "code": _("Code"),
            "address": _("Verify at"),
        },
    )


def days_text(certificate: CmeCertificate) -> str:
    """From which day to which, in how many meetings."""
    first, last = day(certificate.first_day), day(certificate.last_day)
    if certificate.first_day == certificate.last_day:
        return first
    return _("%(first)s to %(last)s, %(count)s meetings", first=first, last=last, count=certificate.meetings)
