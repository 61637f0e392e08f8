"""By which way somebody acted, and the events every package shares."""

from enum import StrEnum


class Via(StrEnum):
    """The way an act came in."""

    WEB = "web"
    API = "api"
    COMMAND = "command"
    JOB = "job"
    MAIL = "mail"


class AccessEvent(StrEnum):
    """Looking, and being refused."""

    READ = "access.read"
    LISTED = "access.listed"
    EXPORTED = "access.exported"
    REFUSED = "access.refused"
