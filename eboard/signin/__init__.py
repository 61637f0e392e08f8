"""Signing in, in steps, and proving again who one is.

A **proof** (password, passkey, code of an authenticator app, recovery code, the organization's own sign-in) leads from
one **step** to the next, by one table (`steps.py`). Between the first and the last step there is an **attempt**, which
opens nothing; only the last one starts a login session. Everybody needs a **second factor**: a passkey or an
authenticator app, with ten **recovery codes** beside it. Who lost them all is let in by a **recovery** that two
administrators, or one and a waiting time, allow. A **known device** is a browser that a person signed in with before.
"""
