"""Archives made to be slow or to break what opens them: told to be no Office file, with little work and no error."""

import io
import sys
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from eboard.cases.enums import AttachmentKind as Kind
from eboard.cases.files.sniffing import LISTED, MOST_ENTRIES, kind_of
from tests.cases.test_file_contents import FILES

NEEDED_VERSION, FLAGS, NAME = 6, 8, 46  # where they stand in an entry of the list (APPNOTE.TXT section 4.3.12)
IS_UTF8 = 0x08


def listed(at: int, value: int, *, also: tuple[int, int] | None = None) -> bytes:
    """A Word file with bytes of its first entry changed."""
    content = bytearray(FILES[Kind.DOCX])
    begin = content.index(LISTED)
    for place, byte in ((at, value), *([also] if also else [])):
        content[begin + place] = byte
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [listed(NEEDED_VERSION, 99), listed(FLAGS + 1, IS_UTF8, also=(NAME, 0xFF)), FILES[Kind.DOCX][:-30]],
)
def test_what_does_not_open_is_no_office_file(content: bytes) -> None:
    assert kind_of(content) is None


def archive(entries: int) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for number in range(entries):
            made.writestr(str(number), b"")
    return out.getvalue()


def test_a_list_without_end_is_not_walked() -> None:
    content, counted = archive(MOST_ENTRIES + 1), count()
    sys.setprofile(lambda _frame, _event, _what: next(counted))
    try:
        kind = kind_of(content)
    finally:
        sys.setprofile(None)
    assert (kind, next(counted) < 20) == (None, True)
