"""Logs as JSON lines, by allow-list: what is not named here does not leave.

A message is written out only if a logger of ours made it; those hold names, ids and counts. Of everybody else's, and of
every exception, there is the type and the place, never the text: it may quote what somebody typed.
"""

import json
import logging
from datetime import UTC, datetime
from types import TracebackType

OURS = "eboard"


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
        if record.name.split(".")[0] == OURS:
            fields["message"] = record.getMessage()
        if record.exc_info and record.exc_info[0] is not None:
            fields["exception"] = record.exc_info[0].__name__
            fields["raised_at"] = place_of(record.exc_info[2])
        return json.dumps(fields)


def place_of(trace: TracebackType | None) -> str:
    """File and line where an exception was raised."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"


def install_logs() -> None:
    """Let every logger of this process write such lines to standard error, and nothing else write there."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.root.handlers[:] = [handler]
    logging.captureWarnings(capture=True)
