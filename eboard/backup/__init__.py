"""Backup: a consistent copy of the database and the sealed attachments in one sealed file, without the keys.

The **keys** are kept apart on purpose: whoever finds a backup alone can open nothing, not even a name of the staff. A
**manifest** names every file in it with its SHA-256 digest, so that a damaged copy is noticed before anything is
overwritten.
"""
