"""The collector is left out for a while, and is back whatever happens."""

import gc

import pytest

from eboard.reports.unswept import unswept


def test_the_collector_is_back_also_after_a_failure() -> None:
    with pytest.raises(ValueError, match="broken"), unswept():
        assert not gc.isenabled()
        raise ValueError("broken")
    assert gc.isenabled()


def test_who_had_left_it_out_before_leaves_it_out() -> None:
    with unswept():
        with unswept():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
