"""What comes back: one mail as bytes, read into what it answers or why it answers nothing (RFC 5546, 6047).

A **mail** has a sender, recipients, and a verdict of the receiving server on its sender. It carries an **answer**
(REPLY, COUNTER or REFRESH to one event), a **bounce** (RFC 3464), or a **reason** why there is no answer in it.

Nothing here raises, whatever the bytes; nothing here looks at a database. The lines are read by a parser of our own,
because real answers break the rules that a strict library insists on, and one bad property must not lose an answer.
"""

from eboard.ical.reading.enums import NoAnswer, Verdict
from eboard.ical.reading.mail import IncomingMail, read_mail
from eboard.ical.reading.values import COMMENT_LENGTH, Bounce, IncomingAnswer

__all__ = ["COMMENT_LENGTH", "Bounce", "IncomingAnswer", "IncomingMail", "NoAnswer", "Verdict", "read_mail"]
