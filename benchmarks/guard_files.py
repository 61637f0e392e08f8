"""Precision and recall of the privacy guard on made-up files, by kind of file, place and kind of trace.

Each file holds a clean clinical text and one trace in one place. *Found*: the trace is among the passages the guard
shows of the file as it came. *Taken out*: nothing of it is left once the file is attached, because metadata go first.
*Left*: still in the stored file and not found, which is what a person has to see. The floor of the time is a process
that starts Python and imports the library of that kind.

Run: python -m benchmarks.guard_files
"""

import random
import resource
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable

from benchmarks.guard import CLEAN, KINDS, Text, touches
from benchmarks.measure import row
from benchmarks.planted_files import MAKERS, dicom, office, paragraph, pdf
from eboard.cases.files.reading.process import read_apart, take_apart
from eboard.cases.files.reading.reader import read
from eboard.cases.files.stripping import strip_metadata
from eboard.cases.identity import Identity
from eboard.cases.passages import Passage, passages
from eboard.demo.names import Names

RUNS = 9
EACH = 12  # files for each kind of trace in each place
FINDABLE = [kind for kind in KINDS if kind != "a name with nothing to tell it by"]  # measured on texts, at 0 %
LIBRARIES = {"pdf": "pypdf", "docx": "zipfile", "dicom": "pydicom"}
WIDTHS = (44, 28, 12, 14, 14)


def trace(chance: random.Random, names: Names, kind: str) -> Text:
    """A text with a trace that a PDF of one byte a letter can show."""
    while True:
        text = KINDS[kind](chance, names)
        if text.text.encode("cp1252", "ignore").decode("cp1252") == text.text:
            return text


def found_in(content: bytes, kind: str, patient: Identity) -> list[Passage]:
    """What the guard shows of a file."""
    return passages(read(content, kind).pieces, patient)


def _in_one_line(text: str) -> str:
    return text.replace("\n", " ")


def cpu_ms(call: Callable[[], object]) -> float:
    """The median processor time of the processes that a call starts and waits for, in milliseconds."""

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (used.ru_utime + used.ru_stime) * 1000

    times = []
    for _run in range(RUNS):
        before = spent()
        call()
        times.append(spent() - before)
    return statistics.median(times)


def measure() -> None:
    """Print recall by place and by kind, and precision by what was found."""
    chance = random.Random(0)
    names = Names(chance)
    by_kind, made = Counter[str](), Counter[str]()
    told, right, left = Counter[str](), Counter[str](), 0
    row("file, place", "files", "found", "taken out", "left", widths=WIDTHS)
    for (file_kind, place), (make, _where) in MAKERS.items():
        hits = gone = missed = files = 0
        for kind in FINDABLE:
            for _number in range(EACH):
                text = trace(chance, names, kind)
                content = make(chance.choice(CLEAN), text.text)
                found = found_in(content, file_kind, text.patient)
                is_found = any(touches(one.found, text) for one in found)
                bare = strip_metadata(content, file_kind)
                is_gone = not any(text.text[:20] in _in_one_line(piece.text) for piece in read(bare, file_kind).pieces)
                is_missed = not is_gone and not any(
                    touches(one.found, text) for one in found_in(bare, file_kind, text.patient)
                )
                told.update(one.kind.label for one in found)
                right.update(one.kind.label for one in found if touches(one.found, text))
                hits, gone, missed, files = hits + is_found, gone + is_gone, missed + is_missed, files + 1
                by_kind[kind] += is_found
                made[kind] += 1
        left += missed
        row(f"{file_kind}, {place}", files, f"{hits / files:.1%}", f"{gone / files:.1%}", missed, widths=WIDTHS)
    row("\nput in", "files", "found", widths=WIDTHS)
    for kind in FINDABLE:
        row(kind, made[kind], f"{by_kind[kind] / made[kind]:.1%}", widths=WIDTHS)
    row("\nfound", "passages", "precision", widths=WIDTHS)
    for label, count in sorted(told.items()):
        row(label, count, f"{right[label] / count:.1%}", widths=WIDTHS)
    row("in all", told.total(), f"{right.total() / told.total():.1%}", f"left {left}", widths=WIDTHS)


def measure_clean() -> None:
    """Print how many clean files of each kind have a finding."""
    chance = random.Random(1)
    names = Names(chance)
    row("\nclean files", "files", "with a finding", widths=WIDTHS)
    for file_kind in ("pdf", "docx", "pptx", "dicom"):
        makers = [make for (kind, _place), (make, _where) in MAKERS.items() if kind == file_kind]
        disturbed = 0
        for _number in range(250):
            made = names.patient("us")
            patient = Identity(name=f"{made.given} {made.family}", record_number="MRN 7730192")
            content = chance.choice(makers)(chance.choice(CLEAN), chance.choice(CLEAN))
            disturbed += bool(found_in(content, file_kind, patient))
        row(file_kind, 250, disturbed, widths=WIDTHS)


def measure_time() -> None:
    """Print what taking and reading a file costs beside the floor."""
    long = " ".join(CLEAN)
    files = {
        "pdf": pdf(long * 3),
        "docx": office("word/document.xml", {"word/document.xml": f"<x xmlns:w='w'>{paragraph(long) * 40}</x>"}),
        "dicom": dicom(),
    }
    row("\nprocessor, ms a file", "floor", "taken", "read again", "ratio", widths=WIDTHS)
    for kind, content in files.items():
        start = [sys.executable, "-c", f"import {LIBRARIES[kind]}"]
        floor = cpu_ms(lambda start=start: subprocess.run(start, check=True))
        taken = cpu_ms(lambda kind=kind, content=content: take_apart(content, kind))
        again = cpu_ms(lambda kind=kind, content=content: read_apart(content, kind))
        row(kind, f"{floor:.0f}", f"{taken:.0f}", f"{again:.0f}", f"{taken / floor:.2f}", widths=WIDTHS)


def main() -> None:
    measure()
    measure_clean()
    measure_time()


if __name__ == "__main__":
    main()
