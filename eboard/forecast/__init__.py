"""The quorum forecast: how likely each specialty that a meeting needs will be there, and whom to ask.

`chances` is arithmetic alone: people with a chance to come in, chances out. `queries` reads who is asked, what each
answered, when each is taken and how often each came; `suggestions` names whom to ask; `warnings` says when the
coordinators of a board are told.
"""
