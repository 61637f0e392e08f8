"""The copy of a letter for the chart: plain text, as any record system takes it."""

from collections.abc import Iterable, Iterator

from eboard.recommendations.letter import Letter
from eboard.recommendations.wording import AdviceText, Fact


def chart_text(letter: Letter) -> str:
    """The letter in lines; headings stand alone, nothing depends on columns."""
    return "\n".join(_lines(letter)) + "\n"


def _lines(letter: Letter) -> Iterator[str]:
    labels, outcome = letter.labels, letter.outcome
    yield letter.title
    yield f"{letter.board}, {letter.day}"
    yield f"{letter.organization} · {letter.version}"
    yield from letter.warnings
    yield from _part(labels["patient"], filter(None, (letter.identity, letter.patient)))
    plan = [f"{labels['plan']}: {letter.prior_plan}"] if letter.prior_plan else []
    yield from _part(labels["question"], [letter.question, *plan])
    yield from _part(labels["result"], filter(None, (outcome.result, outcome.reason, outcome.summary)))
    advice = (line for number, one in enumerate(outcome.advice, start=1) for line in _advice(number, one))
    yield from _part(labels["recommendations"], advice)
    yield from _part(labels["discussion"], _facts(outcome.discussion))
    yield from _part(labels["dissent"], (f"{one.who}: {one.text}" for one in outcome.dissents))
    yield from _part(labels["recused"], outcome.recused)
    yield ""
    yield letter.signed
    yield labels["foot"]
    yield f"SHA-256 {letter.stamp}"


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading with what stands below it, if anything does."""
    found = list(lines)
    if found:
        yield from ("", title.upper(), *found)


def _advice(number: int, one: AdviceText) -> Iterator[str]:
    yield f"{number}. {one.kind}: {one.text}"
    yield from (f"   {line}" for line in _facts(one.facts))


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    return (f"{fact.label}: {fact.text}" for fact in facts)
