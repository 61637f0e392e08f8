"""How many files one person may send and take along in an hour: a stolen sign-in neither empties nor fills the system.

They are counted over all processes. What leaves is every address that ends like a file, and the files of cases.
"""

from datetime import timedelta

from flask import request

from eboard.access.signin import viewer
from eboard.core import throttle

ENDS = (".pdf", ".csv", ".txt")
CASE_FILE = "attachments.download"
MOST_LEAVING, MOST_COMING = 300, 120
HOUR = timedelta(hours=1)


def count_files() -> None:
    """Count a file that is sent or taken along before it is looked at; raises ThrottledError from one too many on."""
    person = viewer()
    if person is None:
        return
    if request.mimetype == "multipart/form-data":
        throttle.count_apart(throttle.Try("file from", str(person.id), MOST_COMING, HOUR))
    elif request.path.endswith(ENDS) or request.endpoint == CASE_FILE:
        throttle.count_apart(throttle.Try("file for", str(person.id), MOST_LEAVING, HOUR))
