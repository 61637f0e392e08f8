"""How traces of a person look in a text, whoever it is: dates, numbers behind a label, telephones, addresses, titles.

Each pattern leaves alone what clinical texts are full of: months and years, stages, doses, markers, genes, trials.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from eboard.cases.enums import Trace
from eboard.cases.spans import Spans

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d{2}"
_NAMED = (  # months in the languages of the network, whole or as they are shortened
    r"(?:jan(?:uary|uar|v(?:ier)?)?|ene(?:ro)?|feb(?:ruary|ruar|rero)?|f[ée]v(?:rier)?|mar(?:ch|s|zo)?|m[äa]rz|apr(?:il)?|"
    r"abr(?:il)?|avr(?:il)?|may(?:o)?|mai|june?|juni?o?|juin|july?|juli?o?|juil(?:let)?|aug(?:ust)?|ago(?:sto)?|ao[uû]t|"
    r"sep(?:t(?:ember|iembre|embre)?)?|o[ck]t(?:ober|ubre|obre)?|nov(?:ember|iembre|embre)?|de[cz](?:ember)?|"
    r"dic(?:iembre)?|d[ée]c(?:embre)?)"
)
_WORD = r"[^\W\d_a-z][^\W\d_]{0,40}(?:[-'’][^\W\d_]{1,40}){0,3}"  # begins with a capital, or in a script that has none
_BORN = (
    r"\b(?i:d\.?o\.?b\.?|born|birth ?date|date of birth|nacid[oa]|fecha de nacimiento|geboren|geb\.|née?)(?!\w)"
    r"[^.;\n]{0,20}?\d{1,4}(?:[./-]\d{1,2}[./-]\d{2,4}|[^.;\n]{0,18}?\b\d{2,4}\b)"
)
_LABEL = (
    r"\b(?i:mrn|nhc|(?:medical )?record (?:no\.?|number)|hospital (?:no\.?|number)|patient id|expediente|fallnummer|"
    r"patientennummer|accession(?: no\.?| number)?|dossier)[ :#]{1,3}(?=[\w/-]*\d)[\w/-]{3,}"
)
_CALLED = r"(?<![\w.-])(?:\+\d{1,3}[ -]?(?:\(?\d{1,4}\)?[ -]?){2,4}\d{2,4}|0\d{2,4}/\d{5,8})(?![\w-])"
_STREET = r"(?:[Ss]treet|St\.|[Aa]venue|Ave\b\.?|[Rr]oad|Rd\b\.?|[Ll]ane|[Dd]rive|Blvd\b\.?)"
_CALLE = r"\b(?:[Cc]alle|[Aa]venida|Av\.|Rua|[Rr]ue|Via|Jalan)(?: de(?: la)?| del)?"
_TITLE = r"\b(?:Mr|Mrs|Ms|Miss|Sra?|Señora?|Don|Doña|Herrn?|Frau|Mme|Mlle|Monsieur|Madame)\b\.?"
_CALLS_ITSELF = r"\b(?i:patient(?:'s)? name|nombre|apellidos?)\s?:"
_AGED = r"(?:9\d|1[01]\d)(?:[- ]?(?i:years?[- ]old|yo|y/o|años|jahre|jährige?[rn]?|ans)\b)"

_PATTERNS: tuple[tuple[str, Trace], ...] = (
    (_BORN, Trace.SOME_BIRTH_DATE),
    (rf"\b{_YEAR}([-/.]){_MONTH}\1{_DAY}\b", Trace.FULL_DATE),
    (rf"(?<![\d.]){_DAY}([-/.])\s?{_MONTH}\1\s?(?:{_YEAR}|\d{{2}})(?![\d.]*\d)", Trace.FULL_DATE),
    (rf"(?<![\d.]){_MONTH}([-/]){_DAY}\1{_YEAR}\b", Trace.FULL_DATE),
    (rf"\b(?i:{_DAY}(?:st|nd|rd|th|\.)?(?: of| de)? {_NAMED}\.?,?(?: de)? {_YEAR})\b", Trace.FULL_DATE),
    (rf"\b(?i:{_NAMED}\.? {_DAY}(?:st|nd|rd|th)?,? {_YEAR})\b", Trace.FULL_DATE),
    (_LABEL, Trace.SOME_RECORD_NUMBER),
    (r"\b[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d\b", Trace.PERSONAL_NUMBER),  # the CURP of Mexico
    (r"(?<![\w.-])\(?0?\d{2,4}(?:\) ?|[-./ ] ?)\d{3,4}[-.]\d{3,4}(?![\w-])", Trace.TELEPHONE),
    (_CALLED, Trace.TELEPHONE),
    (
        rf"(?<![\w.-])(?!{_YEAR}[ -]{_YEAR}(?!\d))(?=(?:[ -]?\d){{7}})\d{{2,}}(?:[ -]\d{{2,}})*(?![\w-])",
        Trace.LONG_NUMBER,
    ),  # of seven digits
    (r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]+", Trace.MAIL_ADDRESS),
    (rf"\b\d{{1,4}} (?:{_WORD} ){{1,3}}{_STREET}", Trace.ADDRESS),
    (rf"{_CALLE}(?: {_WORD}){{1,3}},? (?:no\. ?)?\d{{1,4}}\b", Trace.ADDRESS),
    (rf"\b\d{{1,4}},? rue(?: de(?: la)?| du)?(?: {_WORD}){{1,3}}", Trace.ADDRESS),
    (rf"\b{_WORD}(?:straße|strasse|str\.|gasse) \d{{1,4}}\b", Trace.ADDRESS),
    (rf"(?:{_TITLE}|{_CALLS_ITSELF}) ?{_WORD}(?: {_WORD}){{0,2}}", Trace.NAME),
    (rf"\b{_AGED}|\b(?i:aged?|alter) (?:9\d|1[01]\d)\b(?! ?%)", Trace.OLD_AGE),
)
_COMPILED = tuple((re.compile(pattern), kind) for pattern, kind in _PATTERNS)
_MEASURED = re.compile(r"\s?(?:(?:copies|IU|UI|mg|cells|platelets)\b|U/|/[µu]l|/ml)", re.IGNORECASE)
_ON_A_CHROMOSOME = re.compile(r"\b(?:chr)?(?:\d{1,2}|[XYM]):(?:g\.)?$")


class Hit(NamedTuple):
    """A stretch of a text that may identify."""

    kind: Trace
    begin: int
    end: int


def traces(text: str) -> Iterator[Hit]:
    """What looks like a trace, by kind; a part of something longer that was found before is not told again."""
    told = Spans()
    for pattern, kind in _COMPILED:
        for match in pattern.finditer(text):
            begin, end = match.span()
            if told.covers(begin, end):
                continue
            if not any(map(str.isalpha, match.group())) and _is_measured(text, begin, end):
                continue
            told.add(begin, end)
            yield Hit(kind, begin, end)


def _is_measured(text: str, begin: int, end: int) -> bool:
    """Whether a number is a count with its unit, or a position in the genome."""
    return bool(_MEASURED.match(text, end) or _ON_A_CHROMOSOME.search(text, max(0, begin - 10), begin))
