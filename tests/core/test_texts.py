"""Texts: folding for search, labels of enums, tokens and ids, pages of a list."""

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.core.folding import fold
from eboard.core.i18n import gettext, locale, ngettext, speaking
from eboard.core.ids import new_id
from eboard.core.tokens import hash_token, new_token, short_tag
from eboard.core.web import paginate
from eboard.people.models import Organization
from tests.conftest import NOW
from tests.world import make_organization


def test_folding_finds_what_people_type_without_accents() -> None:
    assert fold("  Żółć Ørsted Straße\tİzmir ") == "zolc orsted strasse izmir"


@given(text=st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_label_is_what_people_read_and_the_value_what_is_stored() -> None:
    assert (CaseState.RETURNED.value, CaseState.RETURNED.label, CaseState.RETURNED.tone) == (
        "returned",
        "Returned",
        "warn",
    )
    assert CaseState("returned") is CaseState.RETURNED
    assert CaseState.choices()[0] == ("draft", "Draft")


def test_texts_are_filled_in_and_the_language_is_set_for_a_while() -> None:
    assert gettext("%(n)s of %(all)s", n=1, all=2) == "1 of 2"
    assert gettext("100 %") == "100 %"
    assert [ngettext("%(n)s case", "%(n)s cases", n) for n in (1, 2)] == ["1 case", "2 cases"]
    with speaking("ar"):
        assert locale().language == "ar"
    assert locale().language == "en"


def test_ids_are_version_7_and_rise_with_time() -> None:
    with time.at(NOW):
        earlier = new_id()
    with time.at(NOW.replace(hour=16)):
        later = new_id()
    assert (earlier.version, earlier.variant) == (7, "specified in RFC 4122")
    assert earlier < later
    assert earlier.int >> 80 == int(NOW.timestamp() * 1000)


def test_tokens_are_long_and_never_repeat() -> None:
    tokens = {new_token() for _ in range(100)}
    assert (len(tokens), {len(token) for token in tokens}) == (100, {43})
    assert len({hash_token(token) for token in tokens}) == 100
    assert len(short_tag()) == 20


def test_a_long_list_comes_in_pages(ctx: Flask) -> None:
    with unit_of_work():
        for n in range(7):
            make_organization(f"ORG{n}")
    page = paginate(select(Organization).order_by(Organization.code), number=2, per_page=3)
    assert [row.code for row in page.items] == ["ORG3", "ORG4", "ORG5"]
    assert (page.total, page.pages) == (7, 3)
    beyond = paginate(select(Organization), number=9, per_page=3)
    assert (list(beyond.items), beyond.pages) == ([], 3)
