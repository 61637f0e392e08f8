"""States and kinds of a case."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class CaseState(Labelled):
    """Where a case is on its way."""

    DRAFT = "draft", _("Draft"), "neutral"
    SUBMITTED = "submitted", _("Submitted"), "accent"
    RETURNED = "returned", _("Returned"), "warn"
    ACCEPTED = "accepted", _("Accepted"), "accent"
    SCHEDULED = "scheduled", _("Scheduled"), "accent"
    DISCUSSED = "discussed", _("Discussed"), "accent"
    RECOMMENDED = "recommended", _("Recommended"), "ok"
    NO_RECOMMENDATION = "no_recommendation", _("No recommendation"), "ok"
    DEFERRED = "deferred", _("Deferred"), "warn"
    NOT_DISCUSSED = "not_discussed", _("Not discussed"), "warn"
    FOLLOWED_UP = "followed_up", _("Followed up"), "ok"
    CLOSED = "closed", _("Closed"), "neutral"
    NOTED = "noted", _("Noted"), "ok"
    DECLINED = "declined", _("Declined"), "neutral"
    WITHDRAWN = "withdrawn", _("Withdrawn"), "neutral"
    CONVERTED = "converted", _("Converted to eConsult"), "neutral"
    ENTERED_IN_ERROR = "entered_in_error", _("Entered in error"), "neutral"


class Origin(Labelled):
    """How a case came in."""

    TYPED = "typed", _("Nominated")
    IMPORTED = "imported", _("Imported")


class Sex(Labelled):
    """Administrative sex, in FHIR's words."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Unknown")


class Reason(Labelled):
    """Why the board is asked."""

    DIAGNOSIS = "diagnosis", _("Diagnosis")
    STAGING = "staging", _("Staging")
    FIRST_TREATMENT = "first_treatment", _("First treatment")
    RECURRENCE = "recurrence", _("Recurrence or progression")
    POST_OPERATIVE = "post_operative", _("After surgery")
    TOXICITY = "toxicity", _("Toxicity")
    PALLIATIVE = "palliative", _("Palliative care")
    TRIAL = "trial", _("Trial")
    MOLECULAR = "molecular", _("Molecular findings")


class DiscussionKind(Labelled):
    """Which discussion of this patient it is."""

    FIRST = "first", _("First discussion")
    AGAIN = "again", _("Discussed before")
    POST_OPERATIVE = "post_operative", _("After surgery")


class Prospective(Labelled):
    """Whether the discussion can still change treatment, and why."""

    UNTREATED = "untreated", _("Newly diagnosed, not yet treated")
    TREATMENT_BEGUN = "treatment_begun", _("Treatment begun, more to decide")
    RECURRENCE = "recurrence", _("Recurrence or progression")
    SUPPORTIVE = "supportive", _("Supportive or palliative decision")
    RETROSPECTIVE = "retrospective", _("Retrospective: treatment is complete")


class Laterality(Labelled):
    """Side of a paired organ."""

    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")
    BILATERAL = "bilateral", _("Both sides")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    UNKNOWN = "unknown", _("Unknown")


class Consent(Labelled):
    """Whether the patient agrees to sharing in the network."""

    GIVEN = "given", _("Consent given")
    NOT_OBJECTED = "not_objected", _("Informed, did not object")
    NOT_YET = "not_yet", _("Not yet asked"), "warn"
    WITHDRAWN = "withdrawn", _("Withdrawn"), "late"


SHARING_CONSENT = frozenset({Consent.GIVEN, Consent.NOT_OBJECTED})


class ConsentPurpose(Labelled):
    """What a patient agrees to the case being shared for."""

    BOARD = "board", _("Discussion by a tumor board")
    ECONSULT = "econsult", _("Written second opinion (eConsult)")
    TEACHING = "teaching", _("Teaching, without anything that names the patient")


class EmergencyReason(Labelled):
    """Why somebody opens a case that he or she may not see."""

    TREATING = "treating", _("I treat this patient now")
    ADVICE = "advice", _("Somebody who treats this patient asks me for advice now")
    SAFETY = "safety", _("A danger to the patient has to be averted")
    OTHER = "other", _("Another reason, which I describe")


class Verdict(Labelled):
    """What is found of an opening in an emergency."""

    JUSTIFIED = "justified", _("Justified"), "ok"
    UNJUSTIFIED = "unjustified", _("Not justified"), "late"


class Urgency(Labelled):
    """How soon the case must be discussed."""

    ROUTINE = "routine", _("Routine"), "neutral"
    URGENT = "urgent", _("Urgent"), "warn"
    EMERGENCY = "emergency", _("Emergency"), "late"


class MaterialKind(Labelled):
    """What kind of material a case needs."""

    IMAGING = "imaging", _("Imaging")
    PATHOLOGY = "pathology", _("Pathology")
    GENOMICS = "genomics", _("Genomics report")
    OTHER = "other", _("Other")


class MaterialState(Labelled):
    """How far a material has come."""

    NEEDED = "needed", _("Needed"), "warn"
    REQUESTED = "requested", _("Requested"), "accent"
    RECEIVED = "received", _("Received"), "ok"


class AttachmentKind(Labelled):
    """The file types that are taken, told apart by their content."""

    PDF = "pdf", "PDF"
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"
    DOCX = "docx", _("Word document")
    PPTX = "pptx", _("PowerPoint presentation")
    DICOM = "dicom", "DICOM"

    @property
    def media_type(self) -> str:
        """The IANA media type it is served with."""
        return _MEDIA_TYPES[self]

    @property
    def suffix(self) -> str:
        """How the name of such a file ends."""
        return _SUFFIXES.get(self, self.value)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    AttachmentKind.PDF: "application/pdf",
    AttachmentKind.PNG: "image/png",
    AttachmentKind.JPEG: "image/jpeg",
    AttachmentKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    AttachmentKind.PPTX: f"{_OFFICE}.presentationml.presentation",
    AttachmentKind.DICOM: "application/dicom",
}
_SUFFIXES = {AttachmentKind.JPEG: "jpg", AttachmentKind.DICOM: "dcm"}


class Trace(Labelled):
    """What may tell who the patient is: what is known of this one, then what looks like somebody's."""

    PATIENT_NAME = "patient_name", _("the patient's name")
    RECORD_NUMBER = "record_number", _("the record number")
    BIRTH_DATE = "birth_date", _("the birth date")
    SOME_BIRTH_DATE = "some_birth_date", _("a birth date")
    FULL_DATE = "full_date", _("a full date")
    SOME_RECORD_NUMBER = "some_record_number", _("a record number")
    PERSONAL_NUMBER = "personal_number", _("a personal number")
    TELEPHONE = "telephone", _("a telephone number")
    LONG_NUMBER = "long_number", _("a long number")
    MAIL_ADDRESS = "mail_address", _("an e-mail address")
    ADDRESS = "address", _("an address")
    NAME = "name", _("a name")
    OLD_AGE = "old_age", _("an age over 89")


class FilePlace(Labelled):
    """Where in a file something stands."""

    PAGE = "page", _("page")
    BODY = "body", _("text")
    HEADER = "header", _("header")
    FOOTER = "footer", _("footer")
    NOTE = "note", _("footnote")
    COMMENT = "comment", _("comment")
    SLIDE = "slide", _("slide")
    SPEAKER = "speaker", _("speaker notes of slide")
    PROPERTY = "property", _("property")
    FIELD = "field", _("form field")
    ANNOTATION = "annotation", _("annotation on page")
    BOOKMARK = "bookmark", _("bookmark")
    LINK = "link", _("address of a link")
    EMBEDDED = "embedded", _("name of an enclosed file")
    PART = "part", _("another part")
    TAG = "tag", _("tag")


class Unread(Labelled):
    """Why the guard could not read a file, or not all of it."""

    PICTURE = "picture", _("It holds pictures, and text in pictures cannot be read.")
    NO_TEXT = "no_text", _("At least one page holds no text that can be read, as when paper was scanned.")
    ENCLOSED = "enclosed", _("It encloses other files, which were not read.")
    LOCKED = "locked", _("It is locked by a password.")
    BROKEN = "broken", _("Parts of it are damaged.")
    TOO_LONG = "too_long", _("It is too long, or takes too long to read.")
    GONE = "gone", _("Its content cannot be opened here.")
    SEALED = "sealed", _("Who the patient is cannot be opened here, so that it was not compared with that.")


class Guarded(Labelled):
    """What the privacy guard made of a file."""

    UNREAD = "unread", _("not read yet"), "neutral"
    CLEAN = "clean", _("nothing found in it"), "ok"
    FOUND = "found", _("may tell who the patient is"), "late"
    UNREADABLE = "unreadable", _("could not be read by the guard"), "warn"


class Harmless(Labelled):
    """Why something that was found in a file may be shown to the board."""

    NOT_THIS_PATIENT = "not_this_patient", _("It is not about this patient")
    STAFF = "staff", _("It is the name or number of staff")
    NEEDED = "needed", _("The board needs it, and there is no other way")


class TriageResult(Labelled):
    """What the board's staff decides about a submitted case."""

    DISCUSS = "discuss", _("Discuss"), "accent"
    NOTE_ONLY = "note_only", _("Note only"), "ok"
    NOT_READY = "not_ready", _("Not ready"), "warn"
    CONVERT = "convert", _("Convert to eConsult"), "neutral"
    REDIRECT = "redirect", _("Redirect to another board"), "neutral"
    DECLINE = "decline", _("Decline"), "late"


NEEDS_PHYSICIAN = frozenset({TriageResult.NOTE_ONLY, TriageResult.DECLINE})


class TriageEvent(StrEnum):
    """What the audit says about triage, beside the moves."""

    PROPOSED = "case.proposed"
    CONFIRMED = "case.proposal_confirmed"
    TURNED_DOWN = "case.proposal_turned_down"
    REDIRECTED = "case.redirected"
    TAKEN_BACK = "case.taken_back"


class Waiting(Labelled):
    """What the cases of a work list wait for."""

    BOARD = "board", _("All waiting")
    TRIAGE = "triage", _("To triage")
    CONFIRMATION = "confirmation", _("For a physician")
    MEETING = "meeting", _("For a meeting")
    CARE_TEAM = "care_team", _("With the care team")
    ANYTHING = "anything", _("All cases")


class Order(Labelled):
    """What a work list is sorted by."""

    SLACK = "slack", _("Least time left")
    AGE = "age", _("Waiting longest")
    URGENCY = "urgency", _("Most urgent")
    READINESS = "readiness", _("Ready first")


class Pace(Labelled):
    """Whether a case will be discussed by its target date."""

    ON_TRACK = "on_track", _("on track"), "ok"
    CLOSE = "close", _("close"), "warn"
    LATE = "late", _("late"), "late"


class CaseEvent(StrEnum):
    """What the audit says about a case."""

    MOVED = "case.moved"
    IMPORTED = "case.imported"
    NOMINATED_ON = "case.nominated_on"
    PRESENTED_AGAIN = "case.presented_again"
    STARTED = "case.started"
    EDITED = "case.edited"
    EDIT_SEEN = "case.edit_seen"
    RECUSED = "case.recused"
    RECUSAL_ENDED = "case.recusal_ended"
    RESTRICTED = "case.restricted"
    GLASS_BROKEN = "case.opened_in_emergency"
    EMERGENCY_REVIEWED = "case.emergency_reviewed"
    EMERGENCY_REMINDED = "case.emergency_reminded"
    CONSENT_RECORDED = "case.consent_recorded"
    CONSENT_WITHDRAWN = "case.consent_withdrawn"
    IDENTITY_SEALED = "identity.sealed"
    PATIENT_SOUGHT = "identity.sought"
    MATERIAL_ADDED = "material.added"
    MATERIAL_CHANGED = "material.changed"
    MATERIAL_REMOVED = "material.removed"
    MATERIAL_REMINDED = "material.reminded"
    ATTACHED = "attachment.added"
    ATTACHMENT_READ = "attachment.read_by_guard"
    ATTACHMENT_CONFIRMED = "attachment.confirmed"
    ATTACHMENT_REMOVED = "attachment.removed"
