"""Planning: which waiting cases come to which meeting, in which order, and why. No database, no clock, no web.

A **problem** holds **candidates** (waiting cases), **sittings** (meetings with time on their agenda), **attendees** and
**pins** (what a coordinator has fixed). A **plan** places candidates in sittings and leaves others out; it never breaks
a hard rule: time with its buffer, presenter and needed specialties there at the minute, one person in one place, caps
of preparation, cut-off, pins, recusals. Among the plans that keep them the **goals** decide, in their order. Each
placement and each omission has **reasons**, made of the terms that decided. Same problem, same plan.
"""
