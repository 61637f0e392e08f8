"""Numbers for a monitor in the text format of Prometheus (version 0.0.4); no label names a person or a row.

They are those of the whole system, read from the database when asked, so that it does not matter which process answers.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from config import ROOT
from eboard.core.jobs import registered
from eboard.core.web import settings
from eboard.health import queries

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metric(NamedTuple):
    """A name with its unit, what it means, and its values by label."""

    name: str
    kind: str
    meaning: str
    values: dict[str, float]


def metrics() -> Iterator[Metric]:
    """All of them."""
    runs = queries.job_runs()
    mail = {f'{{state="{state.value}"}}': float(count) for state, count in queries.messages_by_state().items()}
    yield Metric("eboard_outbox_messages", "gauge", "Messages of the outbox by state.", mail)
    lag = queries.outbox_lag().total_seconds()
    yield Metric("eboard_outbox_lag_seconds", "gauge", "How long the message that is due longest waits.", {"": lag})
    ran = {f'{{job="{name}"}}': run.ran_at.timestamp() for name, run in sorted(runs.items())}
    yield Metric("eboard_job_last_run_timestamp_seconds", "gauge", "When each job ran last.", ran)
    failing = {f'{{job="{name}"}}': float(bool(run.failure)) for name, run in sorted(runs.items())}
    yield Metric("eboard_job_failing", "gauge", "1 if the last run of a job failed.", failing)
    yield Metric("eboard_jobs", "gauge", "Jobs there are.", {"": len(registered())})
    yield Metric("eboard_audit_entries_total", "counter", "Entries of the audit.", {"": queries.audit_entries()})
    yield Metric("eboard_audit_open_oddities", "gauge", "Oddities nobody looked at.", {"": queries.open_oddities()})
    free = shutil.disk_usage(existing(ROOT / settings().attachment_dir)).free
    yield Metric("eboard_attachments_free_bytes", "gauge", "Free space where attachments are kept.", {"": free})


def existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(one for one in (path, *path.parents) if one.exists())


def exposition() -> str:
    """The text of the answer."""
    lines = []
    for metric in metrics():
        lines += [f"# HELP {metric.name} {metric.meaning}", f"# TYPE {metric.name} {metric.kind}"]
        lines += [f"{metric.name}{labels} {value:.15g}" for labels, value in metric.values.items()]
    return "\n".join(lines) + "\n"
