"""Attached files as bytes: what they are, without their metadata, and sealed on disk. No database in here."""
