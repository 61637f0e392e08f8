"""Recommendations: what came of a discussion, signed, sent, read and amended.

A **discussion** is the outcome of one case in one meeting, drafted while people talk: agreed diagnosis, five elements,
0..n **recommendations**, **dissent**. The chair or a deputy signs it: a **signed version** is an immutable,
hash-stamped snapshot. An **amendment**, or "entered in error", is a new version, and whoever read the old one is told.
The care team **reads and acknowledges**.
"""
