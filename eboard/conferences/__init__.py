"""Conferences: providers that turn a meeting into a video room.

A **provider** belongs to an organization: a fixed link, or Jitsi with signed tokens. The **room name** is random and
says nothing. People join through one stable address of ours, `/join/…`: it asks for sign-in, mints the provider's token
at that moment, records the check-in and leads to the room of today.
"""
