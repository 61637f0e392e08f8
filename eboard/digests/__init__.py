"""The daily summary: what changed for a person since the last one, in one mail a working day.

It comes at the hour the person chose, on his or her own clock, and only if something changed: meetings of one's boards
and their answers, cases that arrived, the moves of one's own cases. Coordinators get it unless they do without it;
everybody else may ask for it. A **mark** notes up to when a person has been told.
"""
