"""Home: what needs me now, and the way to everything else.

The start page is made of **blocks**, one for each duty a person has in the network: care team, coordinator, physician,
chair, administrator. Nothing is decided here; each block counts and lists what other pages do.
"""
