"""Logs as JSON lines, by allow-list: what is not named here does not leave.

A message is written out only if a logger of ours made it; those hold names, ids and counts. Of everybody else's, and of
every exception, there is the type and the place, never the text: it may quote what somebody typed.
"""

import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

OURS = "eboard."  # the one that is called just eboard is Flask's
PACKAGE = f"{Path(__file__).parents[1]}{os.sep}"
WITH_HANDLERS = "gunicorn.access", "gunicorn.error"


class JsonLines(logging.Formatter):
    """One JSON object a record."""

    def format(self, record: logging.LogRecord) -> str:
        """The fields that may leave."""
        fields: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "place": f"{record.module}:{record.lineno}",
        }
        if record.name.startswith(OURS):
            fields["message"] = record.getMessage()
        if record.exc_info and record.exc_info[0] is not None:
            fields["exception"] = record.exc_info[0].__name__
            fields["raised_at"] = place_of(record.exc_info[2])
        return json.dumps(fields)


def place_of(trace: TracebackType | None) -> str:
    """File and line where an exception was raised: the last of ours on the way, or where there is none the last."""
    places = [(one.f_code.co_filename, line) for one, line in walk_tb(trace)]
    ours = [place for place in places if place[0].startswith(PACKAGE)]
    return next((f"{name}:{line}" for name, line in reversed(ours or places)), "unknown")


def install_logs() -> None:
    """Let every logger of this process write such lines to standard error, and nothing else write there.

    Gunicorn's two had handlers of their own; its access log, where somebody turned it on, says no address any more.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.root.handlers[:] = [handler]
    for name in WITH_HANDLERS:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.captureWarnings(capture=True)
