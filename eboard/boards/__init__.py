"""Boards: the standing eBoards, who sits on them, and the rules they keep.

A **board** has a host organization, tumor sites, a conference provider, a usual length and a cut-off. **Memberships**
give a person a role on one board: panelist, coordinator, chair, deputy or observer. A **series** is a rule in the
board's zone that yields meetings, at one start or at several in turn. A **rule pack** (versioned, by country or
accreditor) holds required specialties, quorum, cut-off and deadlines; the version in force on a meeting's date counts.
**Holidays** belong to organizations.
"""
