from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from eboard.core import time
from eboard.core.ids import new_id
from tests.conftest import NOW


def test_identities_rise_with_time_and_within_one_instant() -> None:
    with time.at(NOW):
        first = [new_id() for _ in range(1_000)]
    with time.at(NOW + timedelta(milliseconds=1)):
        later = new_id()
    assert sorted({*first, later}) == [*first, later]
    assert {(one.version, one.variant) for one in first} == {(7, "specified in RFC 4122")}


def test_threads_never_get_the_same_identity() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = [one for batch in pool.map(lambda _: [new_id() for _ in range(500)], range(8)) for one in batch]
    assert len(set(made)) == 4_000
