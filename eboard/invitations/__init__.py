"""Invitations: who is asked to a meeting, what each was last told, and what each answered.

Who is invited is derived from state: panel, presenter and referrer of each listed case, guests. Each **invitation** has
a **revision** and a **fingerprint** of what its person was last told; one job tells everybody whose desired content
differs, after a hold window that coalesces edits. Nobody has to remember to notify (RFC 5546).

An **answer** is given by a click or comes back by mail. An **incoming message** is applied as the answer of the invited
person or of a delegate, **noted** when there is nothing to do, or **parked** for the coordinator; the same one twice
changes nothing. A **proposal** of another time is open until the staff accept or decline it.
"""
