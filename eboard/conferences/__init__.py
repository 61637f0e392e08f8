"""Conferences: providers that turn a meeting into a video room.

A **provider** belongs to an organization and has an **agreement**; without one in force its rooms are not used. A
meeting names the room it wants: a provider and a random **room name** that says nothing. A fixed link and Jitsi need no
more. At BigBlueButton, Zoom, Teams and Webex a **room** is made for it: wanted → ready, or failed and tried again; a
room that no meeting wants any more is replaced → ended. Recording and transcripts are off in every room.

People join through one stable address of ours, `/join/…`: it asks for sign-in, mints the provider's token at that
moment, records the check-in and leads to the room of today.
"""
