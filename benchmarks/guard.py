"""Precision and recall of the privacy guard on made-up texts, by kind.

Each text is a clinical sentence that is clean, or one into which one trace was put. Recall: of the traces of a kind,
how many are among the findings, under whatever name. Precision: of the findings of a kind, how many touch a trace.

Run: python -m benchmarks.guard
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from benchmarks.measure import row
from eboard.cases.guard import findings
from eboard.cases.identity import Identity
from eboard.demo.names import Names

TEXTS = 1_500  # of each kind
REGIONS = ("us", "mx", "in", "np", "cn", "tw", "jp", "kr", "th", "ph", "id", "sg")
SCRIPTS = (
    "王芳", "李小明", "欧阳建国", "佐藤花子", "김민서", "박지훈", "प्रिया शर्मा", "विक्रम राव",
    "สมชาย ใจดี", "ศิริพร บุญมี", "Ольга Петрова", "Иван Кузнецов", "فاطمة الزهراء", "أحمد منصور", "Ελένη Παππά",
    "Νίκος Γεωργίου", "שרה לוי", "Ng Li",
)  # fmt: skip
CLEAN = (
    "Adenocarcinoma of the sigmoid colon, cT3 cN1 M0, stage IIIB (AJCC 8).", "pT2 pN0(sn) cM0, R0, L0 V0 Pn0, G2.",
    "ER 90 %, PR 80 %, HER2 1+, Ki-67 22 %, BRCA1 c.5266dupC, TP53 p.R175H (NM_000546.6).",
    "EGFR exon 19 deletion, ALK and ROS1 negative, PD-L1 TPS 45 %, KRAS G12C not detected.",
    "Six cycles of FOLFOX from 2024-05 to 2024-09, oxaliplatin stopped after cycle 4.",
    "Trastuzumab and pertuzumab since May 2025, ejection fraction 58 %.",
    "Staged in 03/2025 with FDG PET, SUVmax 12.4, lesion of 34 x 21 mm in segment VII.",
    "CA 19-9 1234 U/ml, CEA 12.7 ng/ml, AFP 3.1, PSA 7.4 ng/ml in 2026.", "LDH 512 U/l, platelets 250 000/µl.",
    "Hepatitis B: 1 250 000 copies/ml under entecavir.", "BRAF V600E at chr7:140753336, allele fraction 0.31.",
    "Screened for NCT04512345; the variant rs121913529 is known.", "Gleason 4+3=7, ISUP 3, 8 of 12 cores positive.",
    "Radiotherapy 50.4 Gy in 28 fractions with capecitabine 825 mg/m2 twice daily.", "Whipple in 2023; ECOG 1, GFR 62.",
    "Hodgkin lymphoma, Deauville 4; no B symptoms.", "Wilms tumor in childhood, Lynch syndrome with MSH2.",
    "Merkel cell carcinoma of the left forearm, Breslow not given, Clark IV.", "ICD-O 8140/3, C18.7, grade 2.",
    "Marked response to pembrolizumab 200 mg every 3 weeks after cycle 3.",
    "The daughter of the patient asks for a trial.",
    "Therapie mit Paclitaxel seit Mai 2025, Allgemeinzustand gut.",
    "Tratada con carboplatino en 2024, buena respuesta.",
    "Née à terme; mutation de novo de RB1 en 2 copies.", "Child-Pugh B 7, MELD 14, BCLC B, portal vein open.",
    "Follow-up after 24 months; local recurrence at 2 o'clock.", "Road to surgery is open after 4 cycles of AC-T.",
    "Neutrophils 1500-2000/µl between cycles in 2019-2021.", "Dose raised from 1000-1250 mg twice daily.",
    "MR of the liver on the same scanner as in 2023; Miss rate not known.", "GRACE score 112, Clark level IV.",
    "Port via right jugular vein 2 weeks ago; 12 of 28 fractions given.", "Sr-89 in 2021, then Ra-223, 6 doses.",
    "Familial: mother at 61, aunt at 58; aged under 70 at onset.", "AJCC 8, UICC 2017, NCCN 2.2026, CTCAE 5.0 grade 3.",
    "VAF 12.3 %, 1,204 reads, GRCh38 17:43094692 G>A.", "Accession is pending; specimen of 2026-01 received.",
)  # fmt: skip
SEEN = (
    "{0} was seen in the clinic and wants to know whether surgery is possible.",
    "Discussed with {0} last week: prefers tablets.",
    "{0} tolerated FOLFOX well.", "Se habló con {0} sobre la cirugía.", "Besprochen mit {0}, möchte keine Operation.",
    "患者{0}今日入院。",
)  # fmt: skip


class Text(NamedTuple):
    """A text, the trace in it (or nothing) and who the patient is."""

    text: str
    trace: str
    patient: Identity


def a_day(chance: random.Random) -> date:
    return date(1930, 1, 1) + timedelta(days=chance.randrange(30_000))


def written(chance: random.Random, day: date) -> str:
    forms = (
        "%Y-%m-%d",
        "%d.%m.%Y",
        "%d/%m/%Y",
        "%m/%d/%Y",
        "%d-%m-%Y",
        "%Y/%m/%d",
        "%d %b %Y",
        "%B %d, %Y",
        "%d.%m.%y",
    )
    return day.strftime(chance.choice(forms))


def known_name(chance: random.Random, names: Names) -> Text:
    """The patient's own name, whole or in part, as it is sealed."""
    made = names.patient(chance.choice(REGIONS))
    whole = f"{made.given} {made.family}"
    name = chance.choice((whole, whole, chance.choice(SCRIPTS)))
    shown = chance.choice((name, name.upper(), name.split()[-1], f"{name.split()[-1]}, {name.split()[0]}"))
    if name in SCRIPTS:
        shown = name
    return Text(chance.choice(SEEN).format(shown), shown, Identity(name=name))


def titled_name(chance: random.Random, names: Names) -> Text:
    """Somebody's name behind a title, who need not be the patient."""
    title = chance.choice(
        ("Mr.", "Mrs.", "Ms", "Miss", "Sr.", "Sra.", "Señora", "Herr", "Frau", "Mme", "Patient name:")
    )
    shown = f"{title} {names.patient(chance.choice(REGIONS)).family}"
    return Text(chance.choice(SEEN[:5]).format(shown), shown, Identity())


def bare_name(chance: random.Random, names: Names) -> Text:
    """A relative's name with nothing to tell it by."""
    shown = names.patient(chance.choice(REGIONS)).given
    return Text(f"Her sister {shown} had breast cancer at 41.", shown, Identity(name="Zelda Quist"))


def record_number(chance: random.Random, _names: Names) -> Text:
    number = f"{chance.choice(('MRN', 'HN', 'A', ''))}{chance.randrange(10_000, 9_999_999)}"
    shown = chance.choice((number, f"{number[:3]}-{number[3:]}", number.lower()))
    return Text(f"See {shown} in the archive for the films.", shown, Identity(record_number=number))


def labelled_number(chance: random.Random, _names: Names) -> Text:
    """Another system's number behind its label; the identity does not hold it."""
    label = chance.choice(
        ("MRN", "MRN:", "record no.", "Expediente", "hospital number", "Fallnummer", "accession", "NHC")
    )
    shown = f"{label} {chance.choice(('', 'A', 'H24-'))}{chance.randrange(1_000, 999_999)}"
    return Text(f"Films under {shown} at the other site.", shown, Identity())


def birth_date(chance: random.Random, _names: Names) -> Text:
    day = a_day(chance)
    label = chance.choice(("DOB", "born", "born on", "nacida el", "geboren am", "née le", "date of birth"))
    shown = f"{label} {written(chance, day)}"
    return Text(
        f"Woman, {shown}, with pain since spring.", shown, Identity(born_on=day if chance.random() < 0.5 else None)
    )


def full_date(chance: random.Random, _names: Names) -> Text:
    shown = written(chance, date(2020, 1, 1) + timedelta(days=chance.randrange(2_000)))
    return Text(f"Resected on {shown} without complications.", shown, Identity())


def telephone(chance: random.Random, _names: Names) -> Text:
    a, b, c = (str(chance.randrange(10**n, 10 ** (n + 1))) for n in (2, 2, 3))
    forms = (f"({a}) {b}-{c}", f"{a}-{b}-{c}", f"{a}.{b}.{c}", f"+52 55 {b} {c}", f"+1 {a} {b} {c}", f"0{a}/{b}{c}")
    shown = chance.choice(forms)
    return Text(f"Her son can be reached at {shown} in the evening.", shown, Identity())


def address(chance: random.Random, names: Names) -> Text:
    word, number = names.patient(chance.choice(("us", "mx"))).family.split()[0], chance.randrange(1, 999)
    forms = (
        f"{number} {word} Street", f"{number} {word} Ave.", f"{number} North {word} Road", f"Calle {word} {number}",
        f"Avenida {word} {number}", f"{word}straße {number}", f"rue {word} {number}", f"{number}, rue {word}",
    )  # fmt: skip
    shown = chance.choice(forms)
    return Text(f"Lives alone at {shown}, third floor.", shown, Identity())


def mail(chance: random.Random, names: Names) -> Text:
    shown = f"{names.patient(chance.choice(REGIONS)).mailbox}{chance.randrange(99)}@mail.example.org"
    return Text(f"Write to {shown} about the trial.", shown, Identity())


def old_age(chance: random.Random, _names: Names) -> Text:
    age = chance.randrange(90, 107)
    shown = chance.choice(
        (f"{age}-year-old", f"{age} years old", f"{age} años", f"{age}-jährige", f"aged {age}", f"{age} yo")
    )
    return Text(f"Woman, {shown}, in good shape.", shown, Identity())


KINDS: dict[str, Callable[[random.Random, Names], Text]] = {
    "the patient's name": known_name,
    "a name behind a title": titled_name,
    "a name with nothing to tell it by": bare_name,
    "the record number": record_number,
    "another number behind a label": labelled_number,
    "a birth date": birth_date,
    "a full date": full_date,
    "a telephone number": telephone,
    "an address": address,
    "an e-mail address": mail,
    "an age over 89": old_age,
}


def touches(excerpt: str, text: Text) -> bool:
    """Whether a finding is about the trace."""
    return bool(text.trace) and (excerpt in text.trace or text.trace in excerpt)


def main() -> None:
    chance = random.Random(0)
    names = Names(chance)
    texts = {kind: [make(chance, names) for _number in range(TEXTS)] for kind, make in KINDS.items()}
    people = [known_name(chance, names).patient for _number in range(196)]
    people += [Identity(name=name) for name in ("Grace Clark", "Ann Gleason", "Ian Hodgkin", "Will May")]  # words, too
    clean = [Text(chance.choice(CLEAN), "", chance.choice(people)) for _number in range(TEXTS * len(KINDS))]
    found, right = Counter[str](), Counter[str]()
    recalled: dict[str, float] = {}
    for kind, made in (*texts.items(), ("clean", clean)):
        hits = 0
        for text in made:
            sentence = f"{chance.choice(CLEAN)} {text.text}" if text.trace else text.text
            told = findings({"question": sentence}, text.patient)
            for one in told:
                found[one.kind.label] += 1
                right[one.kind.label] += touches(one.excerpt, text)
            hits += any(touches(one.excerpt, text) for one in told)
        recalled[kind] = hits / len(made)
    row("put in", "texts", "recall")
    for kind in KINDS:
        row(kind, len(texts[kind]), f"{recalled[kind]:.1%}")
    row("\nfound", "findings", "precision")
    for kind, count in sorted(found.items()):
        row(kind, count, f"{right[kind] / count:.1%}")
    disturbed = sum(bool(findings({"question": text.text}, text.patient)) for text in clean)
    row("\nclean texts with a finding", f"{disturbed:,}", f"of {len(clean):,}")
    row("in all", f"{sum(found.values()):,}", f"{sum(right.values()) / sum(found.values()):.1%}")


if __name__ == "__main__":
    main()
