"""Tables of cases."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.boards.enums import TumorSite
from eboard.boards.models import Board
from eboard.cases.enums import (
    AttachmentKind,
    CaseState,
    Consent,
    DiscussionKind,
    EmergencyReason,
    Guarded,
    Laterality,
    MaterialKind,
    MaterialState,
    Origin,
    Prospective,
    Reason,
    Sex,
    TriageResult,
    Urgency,
)
from eboard.core.db import Base, Row, Timestamped, Versioned
from eboard.people.enums import Specialty
from eboard.people.models import Organization, Person


class Case(Timestamped, Versioned, Row):
    """One nomination, pseudonymised; who the patient is stands in `PatientIdentity`."""

    __tablename__ = "case_"
    __table_args__ = (
        # Holds all that the work list counts, narrows and sorts by, so that the wide rows are read for one page only.
        Index(
            "ix_case_work_list",
            "board_id",
            "state",
            "is_restricted",
            "consent",
            "target_date",
            "urgency",
            "is_ready",
            "submitted_at",
            "organization_id",
            "id",
        ),
        Index("ix_case_organization", "organization_id", "state"),
        UniqueConstraint("organization_id", "import_key"),
    )

    number: Mapped[str] = mapped_column(unique=True)  # the network case number; opaque
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    board_id: Mapped[UUID | None] = mapped_column(ForeignKey("board.id"))
    state: Mapped[CaseState] = mapped_column(default=CaseState.DRAFT)
    state_since: Mapped[datetime]
    origin: Mapped[Origin] = mapped_column(default=Origin.TYPED)
    import_key: Mapped[str | None]
    is_restricted: Mapped[bool] = mapped_column(default=False)
    nominated_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    referrer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)  # referring physician
    presenter_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    submitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]

    # the patient, pseudonymised
    age: Mapped[int | None]  # years; 90 stands for 90 and over
    sex: Mapped[Sex | None]

    # the question
    question: Mapped[str] = mapped_column(default="")
    reason: Mapped[Reason | None]
    prior_plan: Mapped[str] = mapped_column(default="")  # the referrer's own plan before the board
    discussion_kind: Mapped[DiscussionKind | None]
    earlier_case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_.id"))
    prospective: Mapped[Prospective | None]

    # the disease
    site: Mapped[TumorSite | None]
    diagnosis: Mapped[str] = mapped_column(default="")
    icd10: Mapped[str] = mapped_column(default="")
    morphology: Mapped[str] = mapped_column(default="")  # ICD-O-3
    topography: Mapped[str] = mapped_column(default="")  # ICD-O-3
    laterality: Mapped[Laterality | None]
    diagnosed_on: Mapped[str] = mapped_column(default="")  # FHIR partial date: 2026, 2026-03 or 2026-03-09
    staging: Mapped[dict[str, Any]] = mapped_column(default=dict)  # in the shape of `cases.staging.Staging`
    metastatic_sites: Mapped[str] = mapped_column(default="")
    biomarkers: Mapped[str] = mapped_column(default="")
    previous_treatment: Mapped[str] = mapped_column(default="")  # with response; "none" is an answer

    # the person
    ecog: Mapped[int | None]  # 0 to 4
    comorbidity: Mapped[str] = mapped_column(default="")
    frailty: Mapped[int | None]  # Rockwood Clinical Frailty Scale, 1 to 9
    patient_wishes: Mapped[str] = mapped_column(default="")
    wishes_not_asked: Mapped[bool] = mapped_column(default=False)
    psychosocial: Mapped[str] = mapped_column(default="")
    patient_language: Mapped[str] = mapped_column(default="")
    consent: Mapped[Consent | None]

    # logistics
    urgency: Mapped[Urgency | None]
    urgency_reason: Mapped[str] = mapped_column(default="")
    target_date: Mapped[date | None]
    specialties: Mapped[list[str]] = mapped_column(default=list)  # values of Specialty
    presenter_availability: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int | None]  # asked for

    # computed
    is_ready: Mapped[bool] = mapped_column(default=False)
    missing: Mapped[list[str]] = mapped_column(default=list)  # codes of `cases.readiness`
    complexity: Mapped[int] = mapped_column(default=0)  # points of `cases.complexity`
    rollovers: Mapped[int] = mapped_column(default=0)
    has_unseen_edit: Mapped[bool] = mapped_column(default=False)  # edited after acceptance, not yet looked at
    search_text: Mapped[str] = mapped_column(default="")  # folded number, diagnosis, codes and question

    organization: Mapped[Organization] = relationship()
    board: Mapped[Board | None] = relationship()
    referrer: Mapped[Person | None] = relationship(foreign_keys=[referrer_id])
    presenter: Mapped[Person | None] = relationship(foreign_keys=[presenter_id])
    nominated_by: Mapped[Person | None] = relationship(foreign_keys=[nominated_by_id])
    earlier_case: Mapped["Case | None"] = relationship(remote_side="Case.id")
    materials: Mapped[list["Material"]] = relationship(back_populates="case", order_by="Material.id")
    attachments: Mapped[list["Attachment"]] = relationship(back_populates="case", order_by="Attachment.id")
    transitions: Mapped[list["CaseTransition"]] = relationship(order_by="CaseTransition.id")


class CaseNumber(Base):
    """The last network case number given out in a year."""

    __tablename__ = "case_number"

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class PatientIdentity(Timestamped, Row):
    """Who the patient of a case is: one sealed JSON value (name, record number, birth date), and a blind index."""

    __tablename__ = "patient_identity"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), unique=True)
    sealed: Mapped[bytes]
    record_number_index: Mapped[bytes | None] = mapped_column(index=True)  # keyed per organization

    case: Mapped[Case] = relationship()


class CaseTransition(Row):
    """A move of a case from one state to another."""

    __tablename__ = "case_transition"
    __table_args__ = (Index("ix_case_transition_at", "at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    from_state: Mapped[CaseState | None]
    to_state: Mapped[CaseState]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    left_board_id: Mapped[UUID | None] = mapped_column(ForeignKey("board.id"), index=True)  # redirected away from it

    by: Mapped[Person | None] = relationship()
    left_board: Mapped[Board | None] = relationship()


class CaseVersion(Row):
    """What stood in a case before an edit after acceptance."""

    __tablename__ = "case_version"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    before: Mapped[dict[str, Any]]  # the changed fields only

    by: Mapped[Person | None] = relationship()


class CaseNamedPerson(Base):
    """Somebody who may see a restricted case."""

    __tablename__ = "case_named_person"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)


class CaseConsent(Timestamped, Row):
    """What a patient said about sharing a case, and when; the newest one counts, the others stay as they were."""

    __tablename__ = "case_consent"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    kind: Mapped[Consent]
    purposes: Mapped[list[str]] = mapped_column(default=list)  # values of ConsentPurpose; none once it is withdrawn
    on: Mapped[date | None]  # the day the patient said so; None while only the nomination form tells of it
    form_version: Mapped[str] = mapped_column(default="")  # of the sheet the patient was given or signed
    reason: Mapped[str] = mapped_column(default="")  # of a withdrawal, if the patient gave one
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    recorded_by: Mapped[Person | None] = relationship()


class WithdrawalNotice(Base):
    """Somebody who had looked at a case, and was told that it was withdrawn."""

    __tablename__ = "withdrawal_notice"

    consent_id: Mapped[UUID] = mapped_column(ForeignKey("case_consent.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class EmergencyAccess(Timestamped, Row):
    """Somebody without a right to a case opened it in an emergency; afterwards somebody judges whether rightly."""

    __tablename__ = "emergency_access"
    __table_args__ = (Index("ix_emergency_access_case", "case_id", "person_id", "ends_at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[EmergencyReason]
    note: Mapped[str]
    ends_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None] = mapped_column(index=True)
    reviewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    is_justified: Mapped[bool | None]
    review_note: Mapped[str] = mapped_column(default="")
    reminded_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    reviewed_by: Mapped[Person | None] = relationship(foreign_keys=[reviewed_by_id])


class Material(Timestamped, Versioned, Row):
    """Imaging, pathology, genomics or another thing the board needs to look at."""

    __tablename__ = "material"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    kind: Mapped[MaterialKind]
    state: Mapped[MaterialState] = mapped_column(default=MaterialState.NEEDED)
    what: Mapped[str]  # modality or specimen
    taken_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")  # where it is stored
    reference: Mapped[str] = mapped_column(default="")  # accession or exchange reference
    reviewer: Mapped[Specialty | None]  # who is to review it
    chaser_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # who chases it
    remind_on: Mapped[date | None]
    reminded_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(back_populates="materials")
    chaser: Mapped[Person | None] = relationship()


class Attachment(Timestamped, Row):
    """A sealed file; the bytes lie outside the database under the row's id, the given name is sealed too."""

    __tablename__ = "attachment"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    kind: Mapped[AttachmentKind]
    size: Mapped[int]  # bytes, before sealing
    sha256: Mapped[bytes]  # of what was stored, after its metadata were stripped
    sealed_name: Mapped[bytes]
    uploaded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    no_identity_at: Mapped[datetime | None]  # when somebody confirmed that it shows no identity
    no_identity_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    guard: Mapped[Guarded] = mapped_column(default=Guarded.UNREAD, index=True)
    guarded_at: Mapped[datetime | None]
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)  # how many passages by the value of `Trace`
    lacking: Mapped[list[str]] = mapped_column(default=list)  # values of `Unread`
    removed_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(back_populates="attachments")

    @property
    def is_to_look_through(self) -> bool:
        """Whether somebody has to look through it: the board does not see it yet, or something was found only later."""
        if self.removed_at is not None or self.no_identity_at is None or self.guarded_at is None:
            return self.is_awaited
        return self.guard is Guarded.FOUND and self.guarded_at > self.no_identity_at

    @property
    def is_awaited(self) -> bool:
        """Whether the board does not see it yet, because nobody has confirmed that it shows no identity."""
        return self.no_identity_at is None and self.removed_at is None


class TriageProposal(Timestamped, Row):
    """A coordinator's proposal that a physician of the board confirms or turns down."""

    __tablename__ = "triage_proposal"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    result: Mapped[TriageResult]
    reason: Mapped[str]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    is_confirmed: Mapped[bool | None]
    note: Mapped[str] = mapped_column(default="")  # of who decided

    case: Mapped[Case] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])


class PreparationNote(Timestamped, Versioned, Row):
    """A panelist's own notes on a case; nobody else reads them."""

    __tablename__ = "preparation_note"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]


class Recusal(Timestamped, Row):
    """Somebody who takes no part in the decision on a case, for a conflict of interest."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
