"""What every benchmark shares: repeated runs, medians, and a table."""

import statistics
import time
from collections.abc import Callable


def median_ms(call: Callable[[], object], *, runs: int = 7) -> float:
    """The median time of a call in milliseconds, after one run that is not counted."""
    call()
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        call()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def row(*cells: object, widths: tuple[int, ...] = (44, 14, 14, 14)) -> None:
    """Print one line of a table."""
    print("".join(str(cell).ljust(width) for cell, width in zip(cells, widths, strict=False)).rstrip())
