"""The live room: one page beside the video call, for everybody who may see the agenda.

Each meeting has a **room**, whose version rises in the transaction that changes anything its page shows, and a **pen**:
it names the scribe who answers for what is written, while everybody of the board's staff may write. Words are **saved**
in batches, each of them once. What two people wrote in one place, and what cannot be merged, is a **clash**: both
stand until somebody takes one over. **Presence** says who has the page open, and who writes where.
"""
