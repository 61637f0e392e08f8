"""Which roles an administrator may give."""

from eboard.access.gate import holds
from eboard.access.permissions import Permission
from eboard.audit import Actor
from eboard.people.enums import NETWORK_ROLES, AffiliationRole


def givable_roles(actor: Actor) -> list[AffiliationRole]:
    """All roles for the administrator of the network; those of an organization's own people for its administrator."""
    is_network_admin = holds(actor, Permission.NETWORK_MANAGE)
    return [role for role in AffiliationRole if is_network_admin or role not in NETWORK_ROLES]
