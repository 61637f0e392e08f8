"""Sealing: what is sealed where, and moving it to newer keys.

A **place** is a column (or the folder of attachments) whose values are sealed; `places.py` names them all. A value is
**stale** while it is sealed under a key that is not the newest. A **rotation** opens every stale value and seals it
again, a few rows at a time, while the system runs; it may be ended at any moment and begun again. What an organization
owns of patients is under its own **data key** (`people/data_keys.py`); **destroying** that key shreds it.
"""
