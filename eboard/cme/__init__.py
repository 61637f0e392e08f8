"""Continuing medical education: credit for having been there.

Nouns: an **activity** is a series, or a single meeting, in one year, with its accreditation statement and its rule of
credit; a **disclosure** says what financial relations a person has; the **ledger** holds for each person and meeting
the minutes and the credit, each correction as a new entry; an **evaluation** is what a learner says of the activity; a
**certificate** states a sum, under a code that anybody may verify.

Rules: minutes come from attendance alone. Entries are never changed; the newest of a person and meeting counts. They
are kept for six years after the year of the activity (ACCME). See decision 20.
"""
