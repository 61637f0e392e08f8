"""Minutes: who was there, whether the quorum was met, and what came of each case, for the staff of the board.

They stand as a draft until the meeting is concluded; then somebody of the staff **keeps** them as a version, which
never changes. A **correction** is the next version, with its reason. No patient's identity comes into them, and a
restricted case is a line without a name to whoever it does not name.
"""
