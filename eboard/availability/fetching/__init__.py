"""Fetching a published calendar from the address its person gave, without letting the address lead astray.

Whoever may give an address may try to make eBoard reach what he or she cannot: the hospital's own servers, the cloud's
metadata. So an address is resolved once, every answer is checked, and the connection goes to the checked one, while
the certificate has to be good for the name; all of it again at each redirect. An address is a secret: nothing here logs
it, and no error carries it.
"""

from eboard.availability.fetching.addresses import Address, parse_address
from eboard.availability.fetching.client import Answer, Validators, fetch
from eboard.availability.fetching.connecting import FetchError
from eboard.core.reach import Reach

__all__ = ["Address", "Answer", "FetchError", "Reach", "Validators", "fetch", "parse_address"]
