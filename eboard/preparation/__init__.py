"""Preparation: who looks at what before a meeting, what is still missing, and what the panel is given to read.

Each case of an agenda has one **preparer** for each preparing specialty, radiology and pathology. When the list closes,
cases without one are **shared out** among those who are expected. A preparer's **note for the meeting** is read by
everybody who reads the case there. The **packet** is the agenda with a page a case, on screen and as PDF, and the
**downtime copy** is the same packet in a folder, for the day the network does not work.
"""
