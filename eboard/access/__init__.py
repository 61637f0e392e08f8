"""Access: who may do what to which row. It denies by default.

A **permission** (enum) is granted to **relations** between a person and a row by **the policy** (one table). Rows reach
a view only through `load` (one row) and `visible` (a list). To a stranger a forbidden row looks absent (404); to
somebody who stands in some relation to it the refusal explains itself (403). Refusals are recorded, and so are looks
at cases.
"""

from eboard.access.gate import criterion, holds, listed, load, opened, permissions, require, require_any, visible
from eboard.access.permissions import Permission
from eboard.access.signin import actor, confirm_recently, current_session, viewer

__all__ = [
    "Permission",
    "actor",
    "confirm_recently",
    "criterion",
    "current_session",
    "holds",
    "listed",
    "load",
    "opened",
    "permissions",
    "require",
    "require_any",
    "viewer",
    "visible",
]
