"""Organizations and the people in them.

An **organization** is the hub or a member, with country, zone, locale and holidays. A **person** has **affiliations**
(organization, role, from–to), specialties, a zone and language, a preferred way to be told, **delegates** who act on
his or her behalf, and **credentials**. A person is invited → verified → approved (active), or deactivated; a sign-in is
a **login session** in the database, with idle and absolute time-out, listed and revocable.
"""
