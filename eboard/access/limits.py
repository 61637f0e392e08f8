"""How many files one person may send and take along in an hour: a stolen sign-in neither empties nor fills the system.

They are counted over all processes. What leaves is every address that ends like a file, the files of cases, and what
is held of a patient.
"""

from datetime import timedelta

from flask import request

from eboard.access.signin import viewer
from eboard.core import throttle

ENDS = (".pdf", ".csv", ".txt", ".zip")
FILES = frozenset({("GET", "attachments.download"), ("POST", "patient_file.make")})  # whose addresses end otherwise
MOST_LEAVING, MOST_COMING = 300, 120
HOUR = timedelta(hours=1)


def count_files() -> None:
    """Count a file that is sent or taken along before it is looked at; raises ThrottledError from one too many on."""
    person = viewer()
    if person is None:
        return
    if request.mimetype == "multipart/form-data":
        throttle.count_apart(throttle.Try("file from", str(person.id), MOST_COMING, HOUR))
    elif request.path.endswith(ENDS) or (request.method, request.endpoint) in FILES:
        throttle.count_apart(throttle.Try("file for", str(person.id), MOST_LEAVING, HOUR))
