"""The demo network: a made-up hub and its members, so that a fresh system can be looked at and tried.

Hospitals, people, patients and cases are invented and come from one seed. What happens to them happens through the real
actions, under a scoped clock, from twelve weeks ago until now; nothing is sent about the past.
"""
