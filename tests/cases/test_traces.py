"""Traces of a person in a text, and clinical texts that have none."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.guard import CLEAN
from eboard.cases.guard import findings
from eboard.cases.identity import Identity
from eboard.cases.traces import traces

SLOW = 3  # seconds of the processor; a pattern that goes back and forth takes six and more


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        ("Woman, nacida el 3 de febrero de 1961, con dolor", "a birth date", "nacida el 3 de febrero de 1961"),
        ("resected 2024/05/12 elsewhere", "a full date", "2024/05/12"),
        ("resected 12-05-2024 elsewhere", "a full date", "12-05-2024"),
        ("resected 12.5.24 elsewhere", "a full date", "12.5.24"),
        ("resected on May 12th, 2024", "a full date", "May 12th, 2024"),
        ("am 12. März 2024 operiert", "a full date", "12. März 2024"),
        ("see MRN: A4711 there", "a record number", "MRN: A4711"),
        ("Expediente 47/11 allí", "a record number", "Expediente 47/11"),
        ("GOMC610203MDFRRL09", "a personal number", "GOMC610203MDFRRL09"),
        ("call (312) 555-0199 now", "a telephone number", "(312) 555-0199"),
        ("MRN 1234567 MGH ward", "a record number", "MRN 1234567"),
        ("call 312.555.0199 now", "a telephone number", "312.555.0199"),
        ("call +52 55 1234 5678 now", "a telephone number", "+52 55 1234 5678"),
        ("lives at 12 North Oak Street alone", "an address", "12 North Oak Street"),
        ("vive en Calle Juárez 14, sola", "an address", "Calle Juárez 14"),
        ("wohnt Goethestraße 5, allein", "an address", "Goethestraße 5"),
        ("habite 12, rue de la Paix", "an address", "12, rue de la Paix"),
        ("I spoke with Mrs. Kowalski today", "a name", "Mrs. Kowalski"),
        ("Nombre: Ana Ruiz", "a name", "Nombre: Ana Ruiz"),
        ("a 93-year-old woman", "an age over 89", "93-year-old"),
        ("aged 101, well", "an age over 89", "aged 101"),
    ],
)
def test_a_trace_is_found_once_and_under_its_kind(text: str, kind: str, excerpt: str) -> None:
    assert [(one.label, text[begin:end]) for one, begin, end in traces(text)] == [(kind, excerpt)]


@pytest.mark.parametrize("text", CLEAN)
def test_clinical_texts_have_none(text: str) -> None:
    assert list(traces(text)) == []


@pytest.mark.parametrize(
    ("name", "text", "excerpt"),
    [
        ("王芳", "患者王芳今日入院。", "王芳"),
        ("प्रिया शर्मा", "प्रिया से बात की", "प्रिया"),
        ("Иван Кузнецов", "ИВАН чувствует себя хорошо", "ИВАН"),
        ("Huilin Chen", "患者Huilin今日入院。", "Huilin"),
        ("Ng Li", "Mentioned to li ng.", "li ng"),
        ("Łucja Żak", "zak came", "zak"),
    ],
)
def test_the_patients_name_is_found_in_every_script(name: str, text: str, excerpt: str) -> None:
    assert [one.excerpt for one in findings({"question": text}, Identity(name=name))] == [excerpt]


def test_a_short_name_alone_is_no_finding() -> None:
    assert findings({"question": "Do we go on? An answer is due."}, Identity(name="Do An")) == []


@pytest.mark.parametrize(
    "part", ["A-", "1", "Aa ", "1 ", "a.b@", "Mr. A ", "(1)", "+1 ", "born ", "12 Aa ", "MRN ", "x"]
)
def test_a_long_text_made_to_be_slow_is_read_in_time_that_grows_with_its_length(part: str) -> None:
    began = process_time()
    list(traces(part * (20_000 // len(part))))
    assert process_time() - began < SLOW


@given(st.text(max_size=300))
def test_every_excerpt_stands_in_the_text_whatever_it_is(text: str) -> None:
    assert [one for one in traces(text) if not 0 <= one.begin < one.end <= len(text)] == []
