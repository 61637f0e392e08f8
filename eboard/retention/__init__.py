"""Retention: how long what is kept is kept, and what may not go whatever its age.

A **class** is a kind of rows that go after a **term**, counted in days from one moment; `schedule.py` is the table, and
the administrator of the network sets each term within its bounds. A **run** deletes what is over, once a day, in
batches; each class it deleted from gets one **deletion record** and one audit entry. A **hold** on a case, an
organization or a person keeps all of it from every run, and an organization's key from being destroyed, until it is
lifted. What is **kept** has no term here: signed outcomes, the audit, the deletion records themselves.
"""
