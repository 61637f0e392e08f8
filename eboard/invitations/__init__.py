"""Invitations: who is asked to a meeting, what each was last told, and what each answered.

Who is invited is derived from state: panel, presenter and referrer of each listed case, guests. Each **invitation** has
a **revision** and a **fingerprint** of what its person was last told; one job tells everybody whose desired content
differs, after a hold window that coalesces edits. Nobody has to remember to notify (RFC 5546).
"""
