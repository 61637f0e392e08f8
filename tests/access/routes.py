"""THE table of routes: who gets further than a refusal, asking with nothing in the form, for the rows of `planted`.

A page that answers, a form that is refused, and a step that is taken count alike. Whoever is not named gets 401, 403,
404 or 405, or is sent to sign in. The last row points at nothing, or needs more than a sign-in.
"""

AUDIENCES: tuple[tuple[str, str], ...] = (
    (
        """
        signed_out between stranger former nurse physician coordinator chair deputy radiologist recused named guest
        observer emergency delegate auditor north_admin network_admin
        """,
        """
        GET:dev_mail.stored GET:feeds.robots GET:health.live GET:health.metrics GET:health.ready GET:links.forgotten
        GET:signin.sign_in GET:static GET:verify.by_address GET:verify.certificate
        """,
    ),
    (
        """
        between stranger former nurse physician coordinator chair deputy radiologist recused named guest observer
        emergency delegate auditor north_admin network_admin
        """,
        "POST:links.forgotten POST:signin.by_passkey POST:signin.sign_in POST:verify.certificate",
    ),
    (
        """
        stranger former nurse physician coordinator chair deputy radiologist recused named guest observer emergency
        delegate auditor north_admin network_admin
        """,
        """
        GET:attachments.waiting
        GET:account.zones GET:availability.mine GET:boards.holidays GET:boards.index GET:boards.packs
        GET:boards.show GET:cases.index GET:check_in.by_code GET:check_in.prefilled GET:confirmations.index
        GET:confirming.confirm GET:confirming.unlock GET:confirming.unlocked GET:consents.withdrawn
        GET:delegates.for_others GET:emergencies.queue GET:followup.index GET:home.start GET:invitations.parked
        GET:kept.file GET:kinds.index GET:left_behind.index
        GET:letters.to_read GET:mail.troubled GET:meetings.calendar GET:nomination.new
        GET:patients.find GET:people_search.colleagues GET:people_search.people GET:planning.everywhere
        GET:preparing.cases GET:reports.index GET:signing.unread GET:signing.waiting GET:suggestions.codes
        GET:suggestions.specialties GET:work_list.index POST:availability.add_absence POST:availability.add_calendar
        POST:check_in.by_code POST:confirming.by_code POST:confirming.by_passkey POST:confirming.by_password
        POST:confirming.ways POST:delegates.end POST:followup.save POST:left_behind.save
        POST:nomination.new POST:patients.find
        POST:planning.everywhere POST:presence.in_use POST:presence.lock POST:work_list.bulk
        POST:work_list.take_back
        """,
    ),
    (
        """
        stranger former nurse physician coordinator chair deputy radiologist recused named guest observer emergency
        auditor north_admin network_admin
        """,
        """
        GET:addresses.mine POST:addresses.mine
        GET:account.profile GET:credits.disclosure GET:credits.export GET:credits.mine GET:delegates.delegates
        GET:factors.authenticator GET:factors.index GET:factors.passkey GET:notices.notices GET:own_data.download
        GET:own_data.show GET:security.password
        GET:security.sign_ins GET:subscriptions.mine POST:account.profile POST:credits.disclosure
        POST:delegates.delegates POST:factors.authenticator POST:factors.codes POST:factors.passkey
        POST:factors.stop POST:notices.notices POST:security.end_others POST:security.password
        POST:subscriptions.mine
        """,
    ),
    (
        "nurse physician coordinator chair deputy radiologist recused named guest emergency delegate",
        "GET:attachments.download GET:cases.show GET:letters.letter GET:papers.letter",
    ),
    (
        "physician coordinator chair deputy radiologist recused named guest observer delegate",
        """
        GET:attendance.mine GET:attendance.own GET:attendance.room GET:joining.join GET:live.presenter GET:live.show
        GET:live.state GET:meetings.on_paper GET:meetings.show GET:meetings.state GET:preparation.agenda_pdf
        GET:preparation.packet GET:preparation.pdf POST:attendance.come POST:attendance.go POST:attendance.mine
        POST:attendance.room POST:attendance.seen POST:attendance.stay POST:live.here
        """,
    ),
    (
        "physician chair deputy radiologist recused named guest observer emergency",
        "GET:emergencies.start POST:emergencies.start",
    ),
    (
        "physician coordinator chair deputy radiologist recused named guest delegate",
        "POST:preparing.autosave POST:preparing.note POST:recusals.begin",
    ),
    (
        "coordinator chair deputy radiologist recused named delegate",
        "GET:followup.of_board",
    ),
    (
        "nurse physician coordinator chair deputy delegate",
        """
        GET:materials.add GET:materials.edit GET:suggestions.people POST:materials.add POST:materials.edit
        POST:materials.received POST:materials.remove
        """,
    ),
    (
        "chair deputy radiologist recused named",
        "POST:confirmations.decide",
    ),
    (
        "coordinator chair deputy delegate network_admin",
        """
        GET:boards.edit GET:boards.new_member GET:meetings.new_series GET:reports.pdf GET:reports.show
        POST:boards.edit POST:boards.new_member POST:meetings.new_series
        """,
    ),
    (
        "coordinator chair deputy radiologist delegate",
        "GET:preparation.show POST:preparation.note",
    ),
    (
        "coordinator chair deputy delegate",
        """
        GET:attendance.add GET:attendance.code GET:attendance.sheet GET:cme.new GET:cme.of_board GET:live.add_on
        GET:live.form GET:meetings.add_cases GET:meetings.add_on GET:meetings.cancel GET:meetings.change
        GET:meetings.conclude GET:meetings.find_time GET:meetings.item GET:meetings.new_room GET:meetings.plan
        GET:meetings.transfer GET:minutes.pdf GET:minutes.show GET:outcomes.write GET:planning.show
        GET:planning.state GET:triage.show POST:attendance.add POST:cases.edits_seen POST:cme.new
        POST:invitations.ask POST:invitations.tell_now POST:live.add_on POST:live.do POST:live.record POST:live.save
        POST:live.write POST:meetings.add_cases POST:meetings.add_on POST:meetings.cancel POST:meetings.change
        POST:meetings.clock POST:meetings.conclude POST:meetings.invite_guest POST:meetings.item
        POST:meetings.new_room POST:meetings.plan POST:meetings.publish POST:meetings.put_back POST:meetings.remove
        POST:meetings.reorder POST:meetings.shift POST:meetings.start POST:minutes.show POST:outcomes.autosave
        POST:outcomes.write POST:planning.show POST:preparation.choose POST:preparation.share POST:recusals.end
        POST:reports.freeze POST:triage.decide POST:triage.undo
        """,
    ),
    (
        "coordinator chair delegate",
        "GET:invitations.answer POST:invitations.answer",
    ),
    (
        "nurse physician north_admin",
        "GET:reports.caseload POST:reports.caseload",
    ),
    (
        "auditor north_admin",
        "POST:emergencies.review",
    ),
    (
        "chair deputy",
        """
        GET:signing.amend GET:signing.error GET:signing.sign POST:signing.amend POST:signing.error POST:signing.sign
        POST:signing.stop
        """,
    ),
    (
        "north_admin network_admin",
        """
        GET:certifications.decide GET:certifications.index POST:certifications.decide
        GET:identity_providers.edit GET:organizations.edit GET:organizations.index GET:people.index
        GET:people.invite GET:person.deactivate GET:person.show GET:providers.choose GET:providers.listed
        GET:recoveries.show GET:roster.import_people POST:boards.new_holiday POST:identity_providers.edit
        POST:organizations.edit POST:people.invite POST:person.add_role POST:person.deactivate
        POST:person.send_again POST:recoveries.allow POST:recoveries.hand_over POST:recoveries.start
        POST:recoveries.stop POST:roster.import_people
        """,
    ),
    (
        "nurse physician",
        """
        GET:attachments.confirm
        GET:attachments.add GET:consents.record GET:consents.withdraw GET:nomination.edit GET:nomination.submit
        GET:onward.show GET:outside.index GET:papers.chart GET:papers.chart_as_pdf GET:papers.chart_as_text
        GET:patients.restrict POST:attachments.add POST:attachments.confirm POST:attachments.remove
        POST:cases.entered_in_error POST:cases.withdraw POST:consents.record POST:consents.withdraw
        POST:followup.present POST:letters.acknowledge POST:letters.identified POST:nomination.again
        POST:nomination.autosave POST:nomination.edit POST:nomination.submit POST:onward.nominate POST:outside.index
        POST:papers.chart POST:papers.chart_as_pdf POST:papers.chart_as_text POST:papers.letter
        GET:corrections.new GET:patient_file.show POST:corrections.new POST:patient_file.make
        POST:patients.restrict POST:patients.save POST:patients.show
        """,
    ),
    (
        "auditor",
        "GET:audit.index GET:retention.held GET:retention.place POST:retention.place",
    ),
    (
        "north_admin",
        "GET:addresses.of_person POST:addresses.of_person",
    ),
    (
        "auditor north_admin",
        "GET:review.account GET:review.case GET:review.worth_a_look",
    ),
    (
        "auditor network_admin",
        "GET:retention.deleted GET:retention.deleted_csv GET:retention.index",
    ),
    (
        "between",
        "GET:second_step.second POST:second_step.recover POST:second_step.second POST:second_step.second_by_passkey",
    ),
    (
        "network_admin",
        """
        GET:agreements.index GET:agreements.show GET:leaving.leave POST:agreements.show POST:leaving.leave
        GET:boards.new_board GET:kinds.new GET:organizations.add GET:providers.edit POST:boards.new_board
        POST:kinds.new POST:mail.release POST:organizations.add POST:providers.edit
        """,
    ),
    (
        "",
        """
        GET:addresses.confirm POST:addresses.confirm POST:agreements.end
        GET:attendance.confirm GET:attendance.correct GET:boards.cap_member GET:boards.new_version GET:boards.pack
        GET:cme.edit GET:cme.export GET:cme.show GET:corrections.show GET:credits.certificate
        GET:credits.certificate_pdf GET:credits.evaluation GET:dev_mail.one GET:feeds.calendar GET:feeds.free_busy
        GET:health.security_txt
        GET:invitations.parked_mail
        GET:kept.show GET:kinds.change GET:links.new_password GET:links.welcome GET:meetings.edit_series
        GET:outside.read GET:person.move GET:providers.new GET:reports.cases GET:reports.csv GET:reports.frozen
        GET:reports.meetings GET:retention.change GET:retention.lift GET:review.case_csv GET:review.case_print
        GET:review.oddity GET:second_step.set_up GET:sign_on.back GET:sign_on.confirm GET:sign_on.go
        GET:sign_on.link GET:sign_on.welcome POST:attendance.confirm POST:attendance.correct POST:attendance.dismiss
        POST:attendance.here POST:attendance.left POST:availability.read_calendar POST:availability.remove_absence
        POST:availability.remove_calendar POST:boards.cap_member POST:boards.drop_holiday POST:boards.end_member
        POST:boards.new_version POST:ceremonies.begin POST:check_in.leave POST:cme.edit POST:corrections.show
        POST:corrections.statement POST:credits.certificate_of
        POST:credits.evaluation POST:delegates.begin POST:delegates.copies POST:delegates.revoke POST:factors.remove
        POST:identity_providers.approve POST:identity_providers.stop POST:identity_providers.try_out
        POST:invitations.accept_proposal POST:invitations.decline_proposal POST:invitations.dismiss_parked
        POST:invitations.parked_mail POST:kept.discard POST:kept.send POST:kinds.change POST:links.new_password
        POST:links.welcome POST:mail.discard POST:mail.retry POST:meetings.dismiss_guest POST:meetings.edit_series
        POST:meetings.transfer POST:outside.read POST:outside.revoke POST:person.approve POST:person.end_role
        POST:person.move POST:planning.drop POST:planning.say POST:planning.take_back POST:providers.new
        POST:providers.try_out POST:retention.change POST:retention.lift POST:review.oddity POST:second_step.set_up
        POST:second_step.set_up_passkey POST:security.end_sign_in
        POST:sign_on.unlink POST:signin.sign_out POST:subscriptions.revoke POST:subscriptions.rotate
        """,
    ),
)
