"""The audit: who did and who looked at what.

An **entry** says which **actor** did which **event** to which **subject**, with ids and never content. Entries are
append-only and form one hash **chain** per organization (of the case's owner; the network has one of its own). The
chain is keyed, so that somebody who can write the database still cannot forge it, and the **heads** are noted in a
checkpoint file outside the database. What is recorded shares the fate of the change it describes; refusals and failed
sign-ins are recorded in a unit of work of their own.
"""

from eboard.audit.actions import record, record_read, refuse
from eboard.audit.actor import SYSTEM, Actor
from eboard.audit.enums import Via

__all__ = ["SYSTEM", "Actor", "Via", "record", "record_read", "refuse"]
