"""Feeds: subscriptions to the meetings of a person, a board or an organization.

A **subscription** is a secret address of one person; only the hash of its token is stored, so the address is shown
once. A **feed version** rises in the same transaction as any change to what the feed shows, so that an unchanged feed
costs one indexed look-up and a 304 (RFC 9110 section 13).
"""
