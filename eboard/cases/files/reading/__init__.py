"""Reading the words of a stored file for the privacy guard: one module a kind, in a process of its own with limits.

No database and no identity in here: a process that reads a stranger's file is told nothing about anybody.
"""
