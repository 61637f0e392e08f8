"""Attendance: who was there, how, from when to when, and for which case.

Nouns: a **stretch** (a row of `attendance`) is a time during which one person was there; a **walk-in** is somebody whom
nobody expected, until the board's staff confirms him or her; a **proxy** attends for a panelist; people may share the
device of a **room**; a **correction** keeps what a stretch said before.

Rules: joining, or the rotating code, checks in. A stretch ends when somebody says so, when the page that was open falls
silent, or with the meeting (decision 19). Overlapping stretches count once, in whole minutes of the meeting as it was
held. Unnamed heads count for nothing.
"""
