"""The outbox: mail is a row written in the transaction that caused it; sending happens elsewhere.

A **message** value becomes a row with an opaque dedupe key: queued → sending (claimed, with a lease) → sent | failed
(error kept, retried with back-off, then dead and visible) | superseded by a newer revision. A retry sends identical
bytes. A **bounce** marks the person as not reached. The **mailbox** is where answers and bounces arrive.
"""
