"""Making people's text safe for every calendar client that is known to stumble.

Escaping and folding are the library's; this removes what cannot be escaped, or what clients read wrongly.
"""

from __future__ import annotations

import re

NAME_LENGTH = 100
PLACE_LENGTH = 200

# Controls other than the white space that becomes a blank (RFC 5545 3.3.11), marks that reverse the reading
# direction of what follows, byte order marks, non-characters and halves of surrogate pairs.
UNSAFE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def one_line(text: str, limit: int) -> str:
    """The text on one line of at most `limit` characters, without controls and backslashes.

    Three well-known readers take the escaped backslash of a file path for a line break, so none is sent.
    """
    clean = " ".join(UNSAFE.sub("", text).replace("\\", "/").split())
    return clean if len(clean) <= limit else clean[: limit - 1].rstrip() + "…"


def display_name(name: str) -> str:
    """The name as it may stand in a CN parameter or beside a mail address.

    A parameter cannot hold a double quote, and Outlook and Gmail show the escapes of RFC 6868 as they are.
    """
    return one_line(name.replace('"', "'").replace("^", ""), NAME_LENGTH)
