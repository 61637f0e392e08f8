"""What every benchmark shares: repeated runs, medians, and a table."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Spent(NamedTuple):
    """What a call took, in milliseconds: of the clock, and of the processor (this process alone)."""

    wall: float
    cpu: float


def spent(call: Callable[[], object]) -> Spent:
    """What one call takes."""
    begin, busy = time.perf_counter(), time.process_time()
    call()
    return Spent((time.perf_counter() - begin) * 1000, (time.process_time() - busy) * 1000)


def median(call: Callable[[], object], *, runs: int = 7) -> Spent:
    """The medians of several calls, after one that is not counted."""
    call()
    walls, cpus = zip(*(spent(call) for _ in range(runs)), strict=True)
    return Spent(statistics.median(walls), statistics.median(cpus))


def median_ms(call: Callable[[], object], *, runs: int = 7) -> float:
    """The median time of a call in milliseconds, after one run that is not counted."""
    return median(call, runs=runs).wall


def row(*cells: object, widths: tuple[int, ...] = (44, 14, 14, 14, 14)) -> None:
    """Print one line of a table."""
    print("".join(str(cell).ljust(width) for cell, width in zip(cells, widths, strict=False)).rstrip())
