"""The relations."""

from enum import StrEnum


class Relation(StrEnum):
    """How a person stands to a row."""

    ANYBODY = "anybody"  # everybody who is signed in
    SELF = "self"  # the row is about this person, or belongs to him or her
    COLLEAGUE = "colleague"  # affiliated with the same organization
    CARE_TEAM = "care_team"  # care team of the nominating organization
    ORGANIZATION_ADMIN = "organization_admin"  # administrator of the organization that owns the row
    SOLE_ADMIN = "sole_admin"  # administrator of every organization that a person without network roles belongs to
    DELEGATE = "delegate"  # may act on behalf of the person who gave the row
    NETWORK_ADMIN = "network_admin"
    AUDITOR = "auditor"
    CHAIR = "chair"  # of the board concerned
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"
    PANELIST = "panelist"  # sits on the board, whatever the meeting
    PARTICIPANT = "participant"  # panelist, presenter or guest of a published meeting, until its access ends
    OBSERVER = "observer"
    CLINICIAN = "clinician"  # physician of any organization, or on the panel of any board
    EMERGENCY = "emergency"  # opened the case in an emergency, until that ends


PROVED_IN_PERSON = frozenset({Relation.EMERGENCY})  # whoever acts on somebody's behalf does not inherit these
