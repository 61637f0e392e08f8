"""Reads of people: credentials, the directory, sign-ins, delegations."""
