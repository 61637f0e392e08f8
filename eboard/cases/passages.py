"""What the guard found in a file, with a little of what stands around it. Pure, and never stored."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from eboard.cases.enums import FilePlace, Trace
from eboard.cases.files.reading.pieces import Piece
from eboard.cases.guard import hits
from eboard.cases.identity import Identity
from eboard.cases.known import Known
from eboard.cases.spans import Spans
from eboard.cases.traces import Hit

MOST = 300  # passages shown of one file
AROUND = 40  # characters before and after
STRETCH = 20_000  # characters looked at together, which overlap by what may stand around
KNOWN = frozenset({Trace.PATIENT_NAME, Trace.RECORD_NUMBER, Trace.BIRTH_DATE})
_BETWEEN_NAMES = re.compile(r"[\W_]{0,3}(?:\w{1,2}\.?[\W_]{0,3})?")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a file that may identify, where it stands and what stands around it."""

    kind: Trace
    place: FilePlace
    detail: str
    before: str
    found: str
    after: str

    def __repr__(self) -> str:
        return "Passage(…)"


def passages(pieces: Iterable[Piece], identity: Identity) -> list[Passage]:
    """Everything found in the pieces of a file, each thing once for each place, at most `MOST`."""
    known = Known(identity)
    found: dict[tuple[object, ...], Passage] = {}
    for piece in pieces:
        for text, hit in _in_piece(piece, known):
            key = (hit.kind, piece.place, piece.detail, text[hit.begin : hit.end].casefold())
            if key not in found:
                found[key] = _passage(piece, text, hit)
            if len(found) >= MOST:
                return list(found.values())
    return list(found.values())


def counts(found: Sequence[Passage]) -> dict[str, int]:
    """How many passages there are of which kind, in the order of the kinds: what may be stored."""
    many = Counter(one.kind for one in found)
    return {kind.value: many[kind] for kind in Trace if many[kind]}


def _in_piece(piece: Piece, known: Known) -> Iterator[tuple[str, Hit]]:
    # A page breaks its lines anywhere, so that a number or an address may go on in the next one.
    whole = piece.text.replace("\n", " ") if piece.place == FilePlace.PAGE else piece.text
    for begin in range(0, len(whole), STRETCH):
        text = whole[max(0, begin - AROUND) : begin + STRETCH + AROUND]
        for hit in _together(text, _told(text, known, is_technical=piece.is_technical)):
            yield text, hit


def _told(text: str, known: Known, *, is_technical: bool) -> Iterator[Hit]:
    """What is known of the patient, then what else looks like a trace and is no part of it."""
    if is_technical:
        yield from known.hits(text)
        return
    certain = Spans()
    for hit in hits(text, known):
        if hit.kind in KNOWN:
            certain.add(hit.begin, hit.end)
            yield hit
        elif not certain.meets(hit.begin, hit.end):
            yield hit


def _together(text: str, found: Iterable[Hit]) -> Iterator[Hit]:
    """Words of a name that follow each other are one passage, also with an initial between them."""
    last: Hit | None = None
    for hit in found:
        if last is not None and _is_one_name(text, last, hit):
            last = Hit(last.kind, last.begin, hit.end)
            continue
        if last is not None:
            yield last
        last = hit
    if last is not None:
        yield last


def _is_one_name(text: str, one: Hit, other: Hit) -> bool:
    if one.kind is not Trace.PATIENT_NAME or other.kind is not Trace.PATIENT_NAME or other.begin < one.end:
        return False
    return _BETWEEN_NAMES.fullmatch(text, one.end, other.begin) is not None


def _passage(piece: Piece, text: str, hit: Hit) -> Passage:
    around = (text[max(0, hit.begin - AROUND) : hit.begin], text[hit.begin : hit.end], text[hit.end : hit.end + AROUND])
    before, found, after = (re.sub(r"\s+", " ", part) for part in around)
    return Passage(hit.kind, FilePlace.of(piece.place), piece.detail, before.lstrip(), found, after.rstrip())
