"""Reading a published calendar: bytes in, busy times and warnings out; no database, no network, no titles.

Real calendars break every rule of RFC 5545. Lines and values are therefore read here, so that whatever is broken costs
itself alone; each event becomes a clean one, and the dates of a series are then worked out by a library. It happens in
a process of its own with limits on time and memory (`process`).
"""
