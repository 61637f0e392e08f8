"""Time of a letter as PDF, beside an empty page that the same typesetter sets.

It needs no database: python -m benchmarks.letters
"""

from benchmarks.measure import median, row
from eboard.core.typesetting import typeset
from eboard.recommendations.letter import Letter
from eboard.recommendations.pdf import pdf_of
from eboard.recommendations.wording import AdviceText, DissentText, Fact, OutcomeText

LIMIT_MS = 300
EMPTY = (
    b'#let data = json(bytes(sys.inputs.document))\n#set document(title: "Empty")\n#set text(font: data.fonts)\nEmpty'
)
SENTENCE = "Resect the sigmoid colon by laparoscopy within four weeks, and see the patient again. "
LABELS = ("patient", "question", "plan", "result", "recommendations", "discussion", "dissent", "recused", "foot")


def letter(count: int) -> Letter:
    """A letter with ``count`` recommendations."""
    facts = tuple(Fact(f"Fact {number}", SENTENCE) for number in range(6))
    return Letter(
        language="en",
        title="Recommendation for case EB-2026-00001",
        board="Gastrointestinal eBoard",
        day="Mon 9 Mar 2026",
        organization="North Hospital",
        number="EB-2026-00001",
        version="Version 1 · In force",
        warnings=(),
        statements=(),
        identity="Żaneta Łęcka · שרה לוי · record number 4711",
        patient="Age 61 · female · Adenocarcinoma of the sigmoid colon",
        question=SENTENCE,
        prior_plan=SENTENCE,
        outcome=OutcomeText(
            result="Recommendation",
            reason="",
            summary=SENTENCE * 3,
            advice=(AdviceText("Surgery", SENTENCE, facts),) * count,
            discussion=facts,
            dissents=(DissentText("Rita Radiologist", SENTENCE),),
            recused=("Paul Pathologist",),
        ),
        signed="Signed by Charles Chair, Tue 10 Mar 2026, 09:00 (America/Chicago)",
        stamp="0" * 64,
        labels={**{name: name.title() for name in LABELS}, "confidential": "Confidential"},
    )


def main() -> None:
    floor = median(lambda: typeset(EMPTY, {}, may_lack_glyphs=False))
    measured = {
        "empty page (the floor)": floor,
        "letter, 2 recommendations": median(lambda: pdf_of(letter(2))),
        "letter, 20 recommendations": median(lambda: pdf_of(letter(20))),
        "copy for the chart, one page, 2": median(lambda: pdf_of(letter(2), is_one_page=True)),
        "copy for the chart, one page, 8": median(lambda: pdf_of(letter(8), is_one_page=True)),
        "copy for the chart, the smallest type, 20": median(lambda: pdf_of(letter(20), is_one_page=True)),
    }
    row("document", "wall ms", "CPU ms", "x floor")
    for name, spent in measured.items():
        row(name, f"{spent.wall:.1f}", f"{spent.cpu:.1f}", f"{spent.cpu / floor.cpu:.1f}")
    slow = [name for name, spent in measured.items() if spent.wall > LIMIT_MS]
    print(f"over {LIMIT_MS} ms: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
