"""The process in which one calendar is read: bytes come in, one line of JSON goes out, and then it ends.

A calendar may be made to keep a computer busy or to fill its memory; it then ends this process and nothing else.
"""

import json
import sys

from eboard.availability.reading.calendar import NoCalendarError, Reading, TooManyEventsError, read_calendar
from eboard.availability.reading.process import NO_CALENDAR, TOO_MANY, Request
from eboard.core.apart import limit

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 30


def main() -> None:
    """Read what stands on standard input, as the request in the first argument says."""
    limit(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    request = Request.from_json(sys.argv[1])
    try:
        found = read_calendar(
            sys.stdin.buffer.read(), zone=request.zone, window=request.window, own_domain=request.own_domain
        )
    except NoCalendarError:
        answer: dict[str, object] = {"problem": NO_CALENDAR}
    except TooManyEventsError:
        answer = {"problem": TOO_MANY}
    else:
        answer = _as_json(found)
    json.dump(answer, sys.stdout)


def _as_json(found: Reading) -> dict[str, object]:
    periods = [(p.starts_at.isoformat(), p.ends_at.isoformat(), p.kind.value) for p in found.periods]
    return {"periods": periods, "warnings": found.warnings}


if __name__ == "__main__":
    main()
