"""The texts in the headers of a DICOM object, also private ones and structured reports (DICOM PS3.5 section 6.2)."""

import io
from collections.abc import Iterator

from pydicom import DataElement, Dataset, dcmread

from eboard.cases.files.reading.pieces import BROKEN, ENCLOSED, PICTURE, TAG, Collector

TEXTS = frozenset({"LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"})
CODES = frozenset({"AE", "CS", "DA", "DT", "TM"})  # of machines and times: they count only if they are the patient's
BYTES = frozenset({"UN", "OB"})
LONGEST_BYTES = 64 * 1024  # of a value of unknown kind that is read as text
DEEPEST = 20  # sequences within sequences
PIXELS = frozenset({0x7FE00010, 0x7FE00008, 0x7FE00009})
ENCAPSULATED = 0x00420011


def read_dicom(content: bytes, found: Collector) -> None:
    """Read every header; raises whatever pydicom does for what is no DICOM object."""
    data = dcmread(io.BytesIO(content))
    for element in _elements(data.file_meta, found, DEEPEST):
        _value(element, found)
    for element in _elements(data, found, DEEPEST):
        _value(element, found)
    if PIXELS & set(data.keys()):
        found.lacks(PICTURE)
    if ENCAPSULATED in data:
        found.lacks(ENCLOSED)


def _elements(data: Dataset, found: Collector, depth: int) -> Iterator[DataElement]:
    """All elements, those of sequences too; one that cannot be read is noted, and the rest still comes."""
    for tag in sorted(data.keys()):
        if tag in PIXELS:
            continue
        with found.trying():
            element = data[tag]
            if element.VR != "SQ":
                yield element
            elif depth == 0:
                found.lacks(BROKEN)
            else:
                for item in element.value or ():
                    yield from _elements(item, found, depth - 1)


def _value(element: DataElement, found: Collector) -> None:
    with found.trying():
        name = element.keyword or f"({element.tag.group:04x},{element.tag.element:04x})"
        if element.VR == "AS" and str(element.value)[3:] == "Y":
            found.add(TAG, f"aged {int(str(element.value)[:3])}", name)
        elif element.VR in TEXTS or element.VR in CODES:
            found.add(TAG, _text(element), name, is_technical=element.VR in CODES)
        elif element.VR in BYTES and element.tag != ENCAPSULATED:
            value = element.value or b""
            found.add(TAG, bytes(value[:LONGEST_BYTES]).decode("utf-8", "replace").replace("\ufffd", " "), name)


def _text(element: DataElement) -> str:
    values = element.value if element.VM > 1 else [element.value]
    return "\n".join(str(value).replace("^", " ").replace("=", " ") for value in values if value is not None)
