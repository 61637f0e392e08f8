"""Availability: when people can be had, from what they publish and from what they say.

A **busy time** is a start, an end and a kind, and never what fills it. It comes from a **published calendar**, the
secret address of which its person gave; it shows its age. An **absence** is said by the person or a delegate, and may
name a deputy.
"""
