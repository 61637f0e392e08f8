"""Kinds and states of organizations and people."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class FeedPolicy(Labelled):
    """How much of its people's meetings an organization lets into calendars outside, from the widest on."""

    FULL = "full", _("Board, place and link"), "neutral"
    BUSY = "busy", _("Busy times only"), "neutral"
    NONE = "none", _("No subscribed calendars"), "neutral"


class OrganizationKind(StrEnum):
    """What an organization is in the network."""

    HUB = "hub"
    MEMBER = "member"


class LeavingReason(Labelled):
    """Why an organization left the network."""

    OWN_WISH = "own_wish", _("It wishes to leave")
    NOT_RENEWED = "not_renewed", _("The agreement was not renewed")
    MERGED = "merged", _("It became part of another organization")
    CLOSED = "closed", _("It was closed")
    BREACH = "breach", _("It broke the agreement")


class PersonState(Labelled):
    """How far a person has come; only an active one may sign in."""

    INVITED = "invited", _("Invited"), "neutral"
    VERIFIED = "verified", _("Waiting for approval"), "warn"
    ACTIVE = "active", _("Active"), "ok"
    SUSPENDED = "suspended", _("Suspended"), "warn"  # holds no role that gives rights; comes back with one
    DEACTIVATED = "deactivated", _("Deactivated"), "neutral"


class AffiliationRole(Labelled):
    """What a person is in an organization."""

    CARE_TEAM = "care_team", _("Care team"), "neutral"
    PHYSICIAN = "physician", _("Physician"), "neutral"
    ORGANIZATION_ADMIN = "organization_admin", _("Administrator of the organization"), "accent"
    NETWORK_ADMIN = "network_admin", _("Administrator of the network"), "accent"
    AUDITOR = "auditor", _("Auditor"), "accent"


INVITED_STATES = frozenset({PersonState.INVITED, PersonState.VERIFIED})  # nobody has come in by this account yet
NETWORK_ROLES = frozenset({AffiliationRole.NETWORK_ADMIN, AffiliationRole.AUDITOR})
CARE_ROLES = frozenset({AffiliationRole.CARE_TEAM, AffiliationRole.PHYSICIAN})


class Told(Labelled):
    """How a person wants to be told about meetings."""

    MAIL = "mail", _("Invitations by e-mail"), "neutral"
    FEED = "feed", _("Calendar subscription only"), "neutral"
    BOTH = "both", _("Both"), "neutral"


class CredentialKind(StrEnum):
    """By what a person proves who he or she is."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    PASSKEY = "passkey"
    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"
    OIDC = "oidc"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    VERIFY = "verify"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - the name of a purpose
    CHANGE_ADDRESS = "change_address"


class AccountNews(Labelled):
    """What a person is told about the account, whatever else he or she wants to be told."""

    NEW_DEVICE = "new_device", _("Somebody signed in to your account on a device that was not used for it before.")
    PASSWORD_CHANGED = "password_changed", _("The password of your account was changed.")
    FACTOR_ADDED = "factor_added", _("A second factor was added to your account.")
    FACTOR_REMOVED = "factor_removed", _("A second factor was removed from your account.")
    CODE_SPENT = "code_spent", _("A recovery code of your account was used.")
    SIGN_ON_LINKED = "sign_on_linked", _("Your account can be opened by the sign-in of your organization now.")
    SIGN_ON_UNLINKED = (
        "sign_on_unlinked",
        _("Your account can no longer be opened by the sign-in of your organization."),
    )
    RECOVERY_STARTED = (
        "recovery_started",
        _("An administrator started to let you set up a new second factor, because all of yours are said to be lost."),
    )
    RECOVERY_ALLOWED = "recovery_allowed", _("The new second factor of your account was allowed.")
    RECOVERY_STOPPED = "recovery_stopped", _("The recovery of your account was stopped.")
    ADDRESS_ASKED = (
        "address_asked",
        _("Another mail address was asked for your account. Nothing changes unless that address confirms it."),
    )
    ADDRESS_CHANGED = (
        "address_changed",
        _("The mail address of your account was changed. You sign in with the new one, and all mail goes there."),
    )
    ADDRESS_TRIED = (
        "address_tried",
        _("Somebody tried to give an address of yours to another account. Nothing was changed."),
    )
    RECOVERED = "recovered", _("Your account was recovered: a new second factor takes the place of all others.")


class Specialty(Labelled):
    """A medical specialty, as panels and cases need it."""

    SURGERY = "surgery", _("Surgery"), "neutral"
    MEDICAL_ONCOLOGY = "medical_oncology", _("Medical oncology"), "neutral"
    RADIATION_ONCOLOGY = "radiation_oncology", _("Radiation oncology"), "neutral"
    RADIOLOGY = "radiology", _("Diagnostic radiology"), "neutral"
    INTERVENTIONAL_RADIOLOGY = "interventional_radiology", _("Interventional radiology"), "neutral"
    NUCLEAR_MEDICINE = "nuclear_medicine", _("Nuclear medicine"), "neutral"
    PATHOLOGY = "pathology", _("Pathology"), "neutral"
    MOLECULAR_PATHOLOGY = "molecular_pathology", _("Molecular pathology"), "neutral"
    HEMATOLOGY = "hematology", _("Hematology"), "neutral"
    GYNECOLOGIC_ONCOLOGY = "gynecologic_oncology", _("Gynecologic oncology"), "neutral"
    GASTROENTEROLOGY = "gastroenterology", _("Gastroenterology"), "neutral"
    HEPATOLOGY = "hepatology", _("Hepatology"), "neutral"
    PULMONOLOGY = "pulmonology", _("Pulmonology"), "neutral"
    UROLOGY = "urology", _("Urology"), "neutral"
    NEUROSURGERY = "neurosurgery", _("Neurosurgery"), "neutral"
    OTOLARYNGOLOGY = "otolaryngology", _("Ear, nose and throat surgery"), "neutral"
    DERMATOLOGY = "dermatology", _("Dermatology"), "neutral"
    ENDOCRINOLOGY = "endocrinology", _("Endocrinology"), "neutral"
    GENETICS = "genetics", _("Clinical genetics"), "neutral"
    PALLIATIVE_CARE = "palliative_care", _("Palliative care"), "neutral"
    GERIATRICS = "geriatrics", _("Geriatrics"), "neutral"
    PSYCHO_ONCOLOGY = "psycho_oncology", _("Psycho-oncology"), "neutral"
    NURSING = "nursing", _("Oncology nursing"), "neutral"
    CLINICAL_TRIALS = "clinical_trials", _("Clinical trials"), "neutral"


class PersonEvent(StrEnum):
    """What the audit says about people."""

    SIGNED_IN = "person.signed_in"
    SIGN_IN_FAILED = "person.sign_in_failed"
    SIGNED_OUT = "person.signed_out"
    CONFIRMED = "person.confirmed"
    SESSION_ENDED = "person.session_ended"
    PASSWORD_CHANGED = "person.password_changed"  # noqa: S105 - the name of an event
    LINK_ASKED = "person.link_asked"
    PROFILE_CHANGED = "person.profile_changed"
    ADDRESS_ASKED = "person.address_asked"
    ADDRESS_TRIED = "person.address_tried"
    ADDRESS_CHANGED = "person.address_changed"
    NOTICES_CHANGED = "person.notices_changed"
    DELEGATION_GIVEN = "person.delegation_given"
    DELEGATION_CHANGED = "person.delegation_changed"
    DELEGATION_REVOKED = "person.delegation_revoked"
    ACTING_BEGUN = "person.acting_begun"
    ACTING_ENDED = "person.acting_ended"
    INVITED = "person.invited"
    VERIFIED = "person.verified"
    APPROVED = "person.approved"
    ROLE_GIVEN = "person.role_given"
    ROLE_ENDED = "person.role_ended"
    MOVED = "person.moved"
    SUSPENDED = "person.suspended"
    REINSTATED = "person.reinstated"
    DEACTIVATED = "person.deactivated"


class OrganizationEvent(StrEnum):
    """What the audit says about organizations."""

    ADDED = "organization.added"
    CHANGED = "organization.changed"
    PEOPLE_IMPORTED = "organization.people_imported"
    LEFT = "organization.left"
    KEY_MADE = "organization.key_made"


class Weekday(Labelled):
    """A day of the week, named as RFC 5545 section 3.3.10 does."""

    MO = "MO", _("Monday")
    TU = "TU", _("Tuesday")
    WE = "WE", _("Wednesday")
    TH = "TH", _("Thursday")
    FR = "FR", _("Friday")
    SA = "SA", _("Saturday")
    SU = "SU", _("Sunday")
