"""Every right there is, with its meaning."""

from enum import StrEnum


class Permission(StrEnum):
    """A right; the comment says what its holder may do."""

    # the network
    NETWORK_MANAGE = "network.manage"  # add organizations, rule packs and boards; see the health of mail and jobs
    AUDIT_READ = "audit.read"  # read the audit
    ORGANIZATION_AUDIT = "organization.audit"  # see who saw a case of this organization
    PERSON_AUDIT = "person.audit"  # see which cases, of the organizations one may audit, somebody saw
    ODDITY_SETTLE = "oddity.settle"  # see what is worth a look, and say that one looked
    RETENTION_READ = "retention.read"  # see how long what is kept, in numbers, and what was deleted
    RETENTION_MANAGE = "retention.manage"  # set how long what is kept
    HOLD_MANAGE = "hold.manage"  # see, place and lift legal holds

    # organizations and people
    ORGANIZATION_READ = "organization.read"  # see its name, country and zone
    ORGANIZATION_MANAGE = "organization.manage"  # change it; invite, approve, move and deactivate its people
    ORGANIZATION_REPORT = "organization.report"  # the reports about its cases at all boards; freeze them; its caseload
    ORGANIZATION_END = "organization.end"  # let it leave the network, and shred what it owned of patients
    CASE_NOMINATE = "case.nominate"  # start a case of this organization
    PERSON_READ = "person.read"  # see name, address, affiliations
    PERSON_MANAGE = "person.manage"  # change affiliations, deactivate
    PERSON_SELF = "person.self"  # change one's own profile, credentials, delegates, subscriptions
    PERSON_CHOOSE = "person.choose"  # find by name, for a panel, an agenda, a delegation
    PERSON_DEACTIVATE = "person.deactivate"  # close the account and name who takes over
    PERSON_ADDRESS = "person.address"  # ask for another mail address of the account
    PERSON_RECOVER = "person.recover"  # let somebody who lost every second factor set up a new one
    AFFILIATION_MANAGE = "affiliation.manage"  # approve, end or move a role in an organization
    DUTY_HAND_OVER = "duty.hand_over"  # see what somebody left behind, and say who takes it over
    FACTOR_REMOVE = "factor.remove"  # remove a second factor
    SESSION_END = "session.end"  # end a sign-in
    DELEGATION_REVOKE = "delegation.revoke"  # end somebody's acting on one's behalf
    DELEGATION_USE = "delegation.use"  # act on behalf of the person who gave it
    HELD_FORM_SEND = "held_form.send"  # see, send or discard what was kept of a form

    # availability
    AVAILABILITY_MANAGE = "availability.manage"  # see one's calendars and absences, enter an absence
    CALENDAR_MANAGE = "calendar.manage"  # read again and remove a published calendar
    ABSENCE_READ = "absence.read"  # from when to when, and who stands in
    ABSENCE_REMOVE = "absence.remove"  # take it back

    # boards
    BOARD_READ = "board.read"  # see the board, its panel and the dates of its meetings
    BOARD_STAFF = "board.staff"  # its work list, its reports in full; freeze them
    BOARD_REPORT = "board.report"  # its reports, at least in numbers that point at nobody
    BOARD_FATES = "board.fates"  # what became of its recommendations, in numbers
    BOARD_MANAGE = "board.manage"  # change it, its roles, series and rule pack
    PROVIDER_MANAGE = "provider.manage"  # change a conference provider

    # cases
    CASE_READ = "case.read"  # the pseudonymised case
    CASE_OPEN_IN_EMERGENCY = "case.open_in_emergency"  # see a case one has no right to, for hours, with a reason
    EMERGENCY_REVIEW = "emergency.review"  # judge whether somebody opened a case rightly; not the case
    CASE_EDIT = "case.edit"  # change, submit, withdraw
    CASE_TRIAGE = "case.triage"  # return, accept, propose, redirect
    CASE_CONFIRM = "case.confirm"  # confirm a coordinator's proposal, as a physician of the board
    CASE_SCHEDULE = "case.schedule"  # put on an agenda
    CASE_RECORD = "case.record"  # write what is said about it in a meeting, together with others
    CASE_PREPARE = "case.prepare"  # keep notes of one's own on a case
    IDENTITY_READ = "identity.read"  # who the patient is
    PATIENT_FILE = "patient.file"  # take along everything held about a patient, for the patient
    ATTACHMENT_READ = "attachment.read"  # open a file
    ATTACHMENT_EDIT = "attachment.edit"  # confirm, remove a file
    MATERIAL_ADD = "material.add"  # say that a case needs something more
    MATERIAL_EDIT = "material.edit"  # change what is needed and received

    # meetings
    MEETING_READ = "meeting.read"  # date, place, number of cases
    MEETING_AGENDA = "meeting.agenda"  # the agenda with its cases
    MEETING_PREPARE = "meeting.prepare"  # the lists of what is prepared for it, as far as they are one's own
    MEETING_PLAN = "meeting.plan"  # change, publish, cancel; its agenda and guests
    MEETING_RUN = "meeting.run"  # start, conclude, mark and correct attendance
    MEETING_JOIN = "meeting.join"  # enter the video room
    WALK_IN_SETTLE = "walk_in.settle"  # confirm somebody whom nobody expected, or not
    WALK_IN_LEAVE = "walk_in.leave"  # say that one has left
    MEETING_MINUTES = "meeting.minutes"  # read and keep the minutes, with the cases one may read
    INVITATION_ANSWER = "invitation.answer"  # accept, decline
    PROPOSAL_DECIDE = "proposal.decide"  # accept or decline a proposed time
    PARKED_LIST = "parked.list"  # see that a mail is parked, since when and why
    PARKED_SETTLE = "parked.settle"  # read a parked mail, apply it as somebody's answer, dismiss it

    # outcomes
    OUTCOME_DRAFT = "outcome.draft"  # read and write the outcome while it is a draft
    OUTCOME_SIGN = "outcome.sign"  # sign, amend, mark as entered in error
    LETTER_READ = "letter.read"  # read a signed version
    LETTER_ACKNOWLEDGE = "letter.acknowledge"  # acknowledge it for the care team, take a copy for the chart
    LETTER_SHARE = "letter.share"  # give it to a doctor outside the network
    FOLLOW_UP_READ = "follow_up.read"  # read what became of a recommendation
    FOLLOW_UP_ANSWER = "follow_up.answer"  # say what became of it

    # continuing education
    CREDIT_MANAGE = "credit.manage"  # an activity: its terms, ledger, disclosures and evaluations
    CREDIT_EARN = "credit.earn"  # evaluate an activity one took part in, have a certificate
    CREDIT_READ = "credit.read"  # read an entry of the ledger
    CERTIFICATE_READ = "certificate.read"  # read and download a certificate

    # calendars and mail
    SUBSCRIPTION_MANAGE = "subscription.manage"  # rename, rotate, revoke a feed address
    MAIL_MANAGE = "mail.manage"  # see and retry dead and bounced mail
