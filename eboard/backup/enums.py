"""Kinds of what is revoked, and what the audit says."""

from enum import StrEnum


class Kind(StrEnum):
    """What was revoked; named by its id, an address of a calendar by the hash of its secret."""

    ADDRESS = "address"
    CREDENTIAL = "credential"
    DELEGATION = "delegation"
    KEY = "key"  # of an organization, destroyed
    LINK = "link"
    PERSON = "person"  # whose account was closed
    ROLE = "role"  # in an organization
    SEAT = "seat"  # on a board


class BackupEvent(StrEnum):
    """What is recorded of a restore."""

    RESTORED = "backup.restored"
