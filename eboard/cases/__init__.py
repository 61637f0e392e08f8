"""Cases: one nomination each, from draft to what became of it.

A **care team** nominates; the **patient identity** is sealed and stays with the nominating organization; **materials**
are needed, requested or received; **attachments** are sealed and shown to the board once somebody confirmed that they
show no identity. **Readiness** is computed from required fields and materials. A **coordinator** triages: discuss, note
only, not ready, convert, redirect, decline. `states.TRANSITIONS` is the table of all moves, `actions.moves.move` the
one door.
"""
