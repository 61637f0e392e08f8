"""Starts in turn: never worse than the best single start, and computed as the days really are."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eboard.availability.burden import Place
from eboard.availability.rotation import STARTS, Rhythm, Site, burdens, fairness, propose
from eboard.core.errors import DomainError
from eboard.core.time import instant, wall

ZONES = ["America/Chicago", "Europe/Berlin", "Asia/Dubai", "Asia/Kolkata", "Pacific/Auckland", "Asia/Manila"]
TUESDAYS = [date(2026, 1, 6) + timedelta(days=7 * n) for n in range(52)]

sites_of_networks = st.lists(
    st.builds(
        Site,
        st.builds(
            Place,
            st.sampled_from(ZONES),
            st.sampled_from([frozenset({"SA", "SU"}), frozenset({"FR", "SA"})]),
        ),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda site: site.place,
)
rhythms = st.builds(
    lambda zone, first, weeks, minutes: Rhythm(
        zone=zone, minutes=minutes, days=[first + timedelta(days=7 * n) for n in range(weeks)]
    ),
    st.sampled_from(ZONES),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(1, 6),
    st.sampled_from([30, 60, 90]),
)


def network(*zones: str) -> list[Site]:
    return [Site(Place(zone), 1) for zone in zones]


def asked(starts: Sequence[time], rhythm: Rhythm, place: Place) -> int:
    """The burden of a place when the days of a rhythm take these starts in turn, hour by real hour."""
    at = [instant(day, starts[n % len(starts)], rhythm.zone) for n, day in enumerate(rhythm.days)]
    return sum(place.strain(wall(one, place.zone), rhythm.minutes).burden for one in at)


@settings(max_examples=50, deadline=None)
@given(sites_of_networks, rhythms, st.integers(1, 4))
def test_the_zone_that_bears_most_bears_no_more_than_with_the_best_single_start(
    sites: list[Site], rhythm: Rhythm, turns: int
) -> None:
    starts = propose(rhythm, sites, turns)
    assert len(starts) == turns
    assert starts == sorted(starts)
    found = fairness(starts, rhythm, sites)
    assert found.worst <= found.worst_single
    assert found.worst_single <= max(burdens([time(9)] * turns, rhythm, sites))
    assert [share.site for share in found.shares] == sites


@settings(max_examples=30, deadline=None)
@given(sites_of_networks, st.sampled_from(ZONES), st.integers(1, 4))
def test_a_cycle_that_is_held_asks_what_was_promised(sites: list[Site], zone: str, turns: int) -> None:
    days = [date(2026, 1, 6) + timedelta(days=7 * n) for n in range(turns)]  # no clock changes in January
    rhythm = Rhythm(zone=zone, minutes=60, days=days)
    starts = propose(rhythm, sites, turns)
    held = tuple(asked(starts, rhythm, site.place) for site in sites)
    assert held == burdens(starts, rhythm, sites)
    singles = [max(asked([start], rhythm, site.place) for site in sites) for start in STARTS]
    assert max(held) <= min(singles)


@settings(max_examples=15, deadline=None)
@given(sites_of_networks, rhythms)
def test_no_other_pair_of_starts_is_fairer(sites: list[Site], rhythm: Rhythm) -> None:
    possible = [start for start in STARTS if _exists(start, rhythm)]
    alone = {start: burdens([start] * len(rhythm.days), rhythm, sites) for start in possible}
    pairs = combinations_with_replacement(possible, 2)
    sums = [tuple(map(sum, zip(alone[one], alone[other], strict=True))) for one, other in pairs]
    one, other = propose(rhythm, sites, 2)
    found = tuple(map(sum, zip(alone[one], alone[other], strict=True)))
    assert (max(found), sum(found)) == min((max(each), sum(each)) for each in sums)


def _exists(start: time, rhythm: Rhythm) -> bool:
    try:
        return all(instant(day, start, rhythm.zone) for day in rhythm.days)
    except DomainError:
        return False


@pytest.mark.parametrize(
    ("zones", "turns", "starts", "worst", "worst_single"),
    [
        (["America/Chicago"], 3, ["08:00"] * 3, 0, 0),
        (["America/Chicago", "Asia/Manila"], 2, ["17:00", "17:30"], 337, 360),
        (["America/Chicago", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney"], 2, ["08:00", "23:00"], 720, 1025),
    ],
)
def test_proposals_for_networks(zones: list[str], turns: int, starts: list[str], worst: int, worst_single: int) -> None:
    rhythm = Rhythm(zone="America/Chicago", minutes=60, days=TUESDAYS)
    found = propose(rhythm, network(*zones), turns)
    assert [f"{start:%H:%M}" for start in found] == starts
    compared = fairness(found, rhythm, network(*zones))
    assert (compared.worst, compared.worst_single) == (worst, worst_single)


def test_the_weekend_of_a_site_counts() -> None:
    fridays = Rhythm(zone="Asia/Dubai", minutes=60, days=[day + timedelta(days=3) for day in TUESDAYS])
    dubai = [Site(Place("Asia/Dubai", frozenset({"FR", "SA"})), 2)]
    assert burdens([time(9)], fridays, dubai) == (360,)


def test_a_start_that_a_day_does_not_allow_is_not_proposed_and_counted_for_the_other_days() -> None:
    sundays = Rhythm(zone="America/Chicago", minutes=60, days=[date(2026, 3, 1), date(2026, 3, 8)])
    there = [Site(Place("Asia/Tokyo", frozenset()), 1)]
    found = fairness([time(2, 30), time(9)], sundays, there)
    assert found.shares[0].burden == burdens([time(2, 30)], sundays, there)[0] + burdens([time(9)], sundays, there)[0]
    assert [f"{start:%H:%M}" for start in found.shares[0].starts] == ["17:30", "00:00"]
    assert time(2, 30) not in propose(sundays, there, 4)
