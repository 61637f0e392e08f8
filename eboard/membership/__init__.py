"""Membership: on what terms an organization is in the network, and whether its people still belong to it.

An **agreement** is a paper with a first and a last day. While one is in force an organization is **covered**; after the
last one ended it nominates no new cases and none are shared with its people, and what is under way goes on. Once a
quarter a **round** opens, in which an administrator **certifies** each person of the organization: keeps or ends the
roles. Whoever is still waiting thirty days after the day it was due is **suspended** until somebody certifies.
"""
