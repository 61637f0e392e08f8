"""Backup: a consistent copy of the database and the sealed attachments, without the keys.

The **keys** are kept apart on purpose: whoever finds a backup alone can open nothing. A **manifest** names every file
with its SHA-256 digest, so that a damaged copy is noticed before anything is overwritten.
"""
