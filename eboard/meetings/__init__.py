"""Meetings: one date of a board each, with its agenda and who was there.

A **meeting** goes planned → published → live → concluded, or is cancelled. Its promise is a wall-clock date and time in
a zone; the instants are derived beside it. An **agenda item** is a case in a meeting: position, minutes, presenter. A
**guest** is invited to this meeting alone. SEQUENCE rises with time, length, place and status (RFC 5546 section 2.1.4).
Who was there is the table **attendance**; what is done with it stands in the package of that name.
"""
