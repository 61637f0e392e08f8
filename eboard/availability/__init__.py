"""Availability: when people can be had, from what they publish and from what they say.

A **busy time** is a start, an end and a kind, and never what fills it. It comes from a **published calendar**, the
secret address of which its person gave; it shows its age. An **absence** is said by the person or a delegate, and may
name a deputy.

**Finding a time** takes **attendees**, each with a **place** (zone, weekend, holidays) and busy times, and ranks
**slots**; what the hour asks of a person is its **burden**. A **rotation** gives a series several starts in turn, so
that the burden is shared by the zones of a network.
"""
