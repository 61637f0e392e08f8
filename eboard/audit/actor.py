"""Who acts: a person, a person on behalf of another, or the system itself."""

from dataclasses import dataclass
from uuid import UUID

from eboard.audit.enums import Via


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An actor; ``person_id`` is None for jobs and commands, which act for the system."""

    person_id: UUID | None = None
    on_behalf_of_id: UUID | None = None
    session_id: UUID | None = None
    via: Via = Via.WEB

    @property
    def acts_as(self) -> UUID | None:
        """The person whose rights apply: the principal of a delegate, else the person."""
        return self.on_behalf_of_id or self.person_id


SYSTEM = Actor(via=Via.JOB)
