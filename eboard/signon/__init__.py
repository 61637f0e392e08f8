"""The sign-in of an organization: its own identity provider lets its people in (OpenID Connect Core 1.0).

An organization has one **provider**, set up by its administrator and approved by the network, which also says whether
the agreement makes it enforce a second factor. A **trip** is one way there and back: code flow with PKCE, state and
nonce, good once and for one browser. An account is **linked** with issuer and subject, by its signed-in person or by an
invitation, never by a mail address. A sign-on counts as one factor, or as two where the agreement and the token say so.
"""
