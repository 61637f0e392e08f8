"""The pure rules: readiness, complexity, staging, codes, the privacy guard and the merge of two edits."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.boards.enums import TumorSite
from eboard.cases import complexity, icd10, readiness
from eboard.cases.enums import Consent, DiscussionKind, MaterialState, Reason, Urgency
from eboard.cases.fields import LABELS, age_text, shown, stage_text
from eboard.cases.guard import findings
from eboard.cases.identity import Identity
from eboard.cases.merging import fingerprint, fingerprints, is_unchanged, merge
from eboard.cases.models import Case, Material
from eboard.cases.schemes import SCHEMES
from eboard.cases.staging import TNM, Staging, normalize, normalize_group
from eboard.core.ids import new_id
from tests.cases.nominating import STAGE

COMPLETE: dict[str, Any] = {
    "board_id": new_id(),
    "referrer_id": new_id(),
    "presenter_id": new_id(),
    "age": 0,
    "sex": "female",
    "question": "?",
    "reason": Reason.DIAGNOSIS,
    "discussion_kind": DiscussionKind.FIRST,
    "prospective": "untreated",
    "diagnosis": "x",
    "previous_treatment": "None",
    "staging": STAGE,
    "ecog": 0,
    "comorbidity": "None",
    "patient_wishes": "x",
    "consent": Consent.GIVEN,
    "urgency": Urgency.ROUTINE,
}
EMPTY = {
    "question": " ",
    "diagnosis": "",
    "previous_treatment": "",
    "comorbidity": "",
    "patient_wishes": "",
    "staging": {},
}


def test_a_complete_case_is_ready_and_an_empty_one_lacks_everything() -> None:
    whole, nothing = readiness.assess(Case(**COMPLETE)), readiness.assess(Case())
    assert (whole.is_ready, whole.percent, whole.missing) == (True, 100, ())
    assert (nothing.percent, nothing.missing) == (0, tuple(one.code for one in readiness.REQUIREMENTS))
    assert len(readiness.sentences(nothing.missing)) == len(nothing.missing)


@given(left_out=st.sets(st.sampled_from(sorted(COMPLETE))), states=st.lists(st.sampled_from(MaterialState)))
def test_readiness_names_exactly_what_is_left_out(left_out: set[str], states: list[MaterialState]) -> None:
    case = Case(**{**COMPLETE, **{name: EMPTY.get(name) for name in left_out}})
    found = readiness.assess(case, [Material(state=state) for state in states])
    outstanding = any(state is not MaterialState.RECEIVED for state in states)
    codes = {name.removesuffix("_id") for name in left_out} | ({"materials"} if outstanding else set())
    assert set(found.missing) == codes
    assert found.is_ready == (not codes)
    assert (found.percent == 100) == found.is_ready
    assert set(found.keeps_from_submission) == codes - {"materials"}


@given(left_out=st.sets(st.sampled_from(sorted(COMPLETE)), min_size=1), data=st.data())
def test_filling_in_a_field_never_lowers_readiness(left_out: set[str], data: st.DataObject) -> None:
    lacking = {**COMPLETE, **{name: EMPTY.get(name) for name in left_out}}
    name = data.draw(st.sampled_from(sorted(left_out)))
    before, after = readiness.assess(Case(**lacking)), readiness.assess(Case(**{**lacking, name: COMPLETE[name]}))
    assert after.percent >= before.percent


@pytest.mark.parametrize(
    ("consent", "is_needed", "missing"),
    [
        (Consent.NOT_OBJECTED, True, ()),
        (Consent.NOT_YET, True, ("consent_needed",)),
        (Consent.NOT_YET, False, ()),
        (Consent.WITHDRAWN, False, ("consent_withdrawn",)),
        (None, False, ("consent",)),
    ],
)
def test_consent_counts_as_the_board_s_rules_say(
    consent: Consent | None,
    is_needed: bool,  # noqa: FBT001 - a parameter of the table above
    missing: tuple[str, ...],
) -> None:
    case = Case(**{**COMPLETE, "consent": consent})
    assert readiness.assess(case, is_consent_needed=is_needed).missing == missing


def test_an_urgent_case_says_why_and_wishes_may_be_not_yet_asked() -> None:
    urgent = {**COMPLETE, "urgency": Urgency.URGENT}
    assert readiness.assess(Case(**urgent)).missing == ("urgency",)
    assert readiness.assess(Case(**urgent, urgency_reason="Bleeding")).is_ready
    assert readiness.assess(Case(**{**COMPLETE, "patient_wishes": "", "wishes_not_asked": True})).is_ready


def test_codes_of_an_older_version_have_no_sentence() -> None:
    assert readiness.sentences(["age", "gone"]) == ["Give the patient's age."]


def test_complexity_is_the_sum_of_its_visible_factors() -> None:
    plain = Case(**COMPLETE)
    hard = Case(
        site=TumorSite.SARCOMA,
        reason=Reason.RECURRENCE,
        metastatic_sites="Lung",
        frailty=6,
        discussion_kind=DiscussionKind.AGAIN,
        specialties=["surgery", "radiology", "pathology", "genetics"],
    )
    assert (complexity.points(plain), complexity.points(hard)) == (0, 8)
    assert [factor.points for factor in complexity.factors(hard)] == [2, 2, 1, 1, 1, 1]
    assert complexity.points(Case(reason=Reason.TRIAL, ecog=2)) == 2


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("t", "cT2a", "2a"),
        ("t", "ypT0", "0"),
        ("t", "Tis", "is"),
        ("t", "x", "X"),
        ("t", "T4d (m)", None),
        ("t", "1mi", "1mi"),
        ("n", "pN1(sn)", "1(sn)"),
        ("n", "n3c", "3c"),
        ("m", "M1b", "1b"),
        ("m", " ", ""),
        ("m", "M2", None),
        ("t", "T5", None),
        ("n", "hello", None),
    ],
)
def test_a_category_is_brought_into_one_form(name: str, typed: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(ValueError):
            normalize(name, typed)
    else:
        assert normalize(name, typed) == kept
        assert normalize(name, kept) == kept


@pytest.mark.parametrize(("typed", "kept"), [("stage iiia", "IIIA"), ("IVB", "IVB"), ("0", "0"), ("", "")])
def test_a_stage_group_is_brought_into_one_form(typed: str, kept: str) -> None:
    assert normalize_group(typed) == kept


def test_a_stage_group_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError):
        normalize_group("VII")


words = st.text(alphabet="0123456789abcX+", max_size=4)
tnm = st.builds(TNM, t=words, n=words, m=words)


@given(
    st.builds(
        Staging,
        is_unknown=st.booleans(),
        edition=st.sampled_from(["", "8"]),
        clinical=tnm,
        pathological=tnm,
        group=words,
        own=st.dictionaries(st.sampled_from(sorted(SCHEMES)), words.filter(bool), max_size=3),
    )
)
def test_a_stage_survives_storing(stage: Staging) -> None:
    stored = stage.to_json()
    assert Staging.from_json(stored) == (stage if stage.is_answered else Staging())
    assert bool(stored) == stage.is_answered


def test_a_stage_in_words() -> None:
    stage = Staging(
        clinical=TNM(t="2", n="1", m="1a"), pathological=TNM(t="3"), edition="8", group="IVA", own={"gleason": "4+3"}
    )
    assert stage_text(stage.to_json()) == "cT2 cN1 cM1a · pT3 · IVA · Gleason 4+3 · edition 8"
    assert (stage_text({}), stage_text(Staging(is_unknown=True).to_json())) == ("", "not yet known")
    assert (stage.is_metastatic, Staging(group="IVB").is_metastatic, Staging(group="III").is_metastatic) == (
        True,
        True,
        False,
    )


def test_every_scheme_takes_its_own_values_and_no_other_text() -> None:
    for scheme in SCHEMES.values():
        assert all(scheme.accepts(value) for value in (scheme.values or (scheme.example,)))
        assert not scheme.accepts("see letter")


def test_codes_are_found_by_number_and_by_words() -> None:
    assert icd10.search("C18.7")[0] == ("C18.7", "Malignant neoplasm of sigmoid colon")
    assert icd10.search("c187")[0].code == "C18.7"
    assert icd10.search("sigmoid malignant")[0].code == "C18.7"
    assert len(icd10.search("neoplasm")) == 10
    assert (icd10.search(""), icd10.search("zzzz"), icd10.title_of("Z99")) == ([], [], "")


@pytest.mark.parametrize(
    ("typed", "kept"), [("c50.9 Breast", "C50.9"), ("C509", "C50.9"), ("Z85.3", "Z85.3"), ("C61", "C61"), ("", "")]
)
def test_a_code_is_brought_into_one_form(typed: str, kept: str) -> None:
    assert icd10.normalize(typed) == kept


def test_what_is_no_code_is_refused() -> None:
    with pytest.raises(ValueError):
        icd10.normalize("breast cancer")


MARKER = Identity(name="Marisol O'Quetzal-Díaz", record_number="MRN 47-11", born_on=date(1961, 2, 3))


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Is surgery possible for marisol?", "marisol"),
        ("Ms Diaz has pain", "Diaz"),
        ("see mrn4711 in the archive", "mrn4711"),
        ("seen on 03/02/1961", "03/02/1961"),
        ("DOB 3 Feb 61", "DOB 3 Feb 61"),
        ("on 12.05.2024 resected", "12.05.2024"),
        ("call 555 123 4567", "555 123 4567"),
        ("write to anna@example.org", "anna@example.org"),
    ],
)
def test_the_guard_finds_what_may_tell_who_the_patient_is(text: str, excerpt: str) -> None:
    assert excerpt in [found.excerpt for found in findings({"question": text}, MARKER)]


@pytest.mark.parametrize("text", ["", "Ki-67 is 40 %, CA 19-9 1234, PSA 7.4", "in 2024-05 resected", "2026", "8500/3"])
def test_the_guard_leaves_clinical_texts_alone(text: str) -> None:
    assert findings({"question": text}, MARKER) == []
    assert findings({"question": text}) == []


def test_the_guard_names_the_field_and_each_excerpt_once() -> None:
    found = findings({"question": "Marisol and Marisol", "comorbidity": "none"}, MARKER)
    assert [(one.field, one.excerpt, one.kind.label) for one in found] == [
        ("question", "Marisol", "the patient's name")
    ]


@given(base=st.text(max_size=2), mine=st.text(max_size=2), theirs=st.text(max_size=2))
def test_the_merge_keeps_mine_where_i_changed_and_theirs_where_only_they_did(base: str, mine: str, theirs: str) -> None:
    found = merge(fingerprints({"a": base}), {"a": theirs}, {"a": mine})
    assert found.values["a"] == (mine if mine != base else theirs)
    assert found.theirs == (["a"] if theirs not in {base, mine} else [])
    assert found.both == (["a"] if theirs not in {base, mine} and mine != base else [])


def test_fingerprints_tell_nought_from_nothing_and_all_kinds_of_nothing_are_one() -> None:
    assert fingerprint(0) != fingerprint(None)
    assert {fingerprint(nothing) for nothing in (None, "", [], {}, False)} == {fingerprint(None)}
    assert is_unchanged(fingerprints({"a": date(2026, 3, 2)}), {"a": date(2026, 3, 2)})
    assert not is_unchanged("", {"a": 1})


def test_values_are_worded_for_people() -> None:
    assert [
        shown("age", 90),
        shown("age", None),
        shown("sex", "female"),
        shown("specialties", ["surgery", "radiology"]),
        shown("wishes_not_asked", True),
        shown("staging", {}),
        shown("ecog", 0),
        shown("target_date", "2026-03-09"),
        age_text(None),
        age_text(61),
    ] == [
        "90+",
        "not given",
        "Female",
        "Surgery, Diagnostic radiology",
        "yes",
        "not given",
        "0",
        "2026-03-09",
        "",
        "61",
    ]
    assert set(LABELS) <= set(Case.__table__.c.keys())
