"""The stamp: the same content has one stamp, whatever its order; values survive the way through JSON."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from eboard.recommendations.draft import Advice, Disagreement, Draft, from_plain, to_plain
from eboard.recommendations.enums import Considered, Result
from eboard.recommendations.snapshot import canonical, stamp

advice = st.builds(
    Advice, text=st.text(), due_on=st.none() | st.dates(), is_available_locally=st.none() | st.booleans()
)
dissent = st.builds(Disagreement, person_id=st.none() | st.uuids(), opinion=st.text())
considered = st.none() | st.sampled_from(Considered)
drafts = st.builds(
    Draft,
    result=st.none() | st.sampled_from(Result),
    summary=st.text(),
    staging_discussed=considered,
    preference_considered=considered,
    recommendations=st.lists(advice, max_size=3).map(tuple),
    dissents=st.lists(dissent, max_size=2).map(tuple),
)
contents = st.recursive(
    st.none() | st.booleans() | st.text(), lambda inner: st.dictionaries(st.text(), inner) | st.lists(inner)
)


@given(drafts)
def test_a_draft_survives_the_way_through_json(draft: Draft) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(draft)))) == draft


@given(st.dictionaries(st.text(), contents, min_size=1))
def test_the_order_of_keys_does_not_matter_and_json_changes_nothing(content: dict[str, Any]) -> None:
    turned = dict(reversed(content.items()))
    assert stamp(turned) == stamp(json.loads(canonical(content))) == stamp(content)


@given(st.dictionaries(st.text(), contents, min_size=1), st.text(min_size=1))
def test_any_change_changes_the_stamp(content: dict[str, Any], more: str) -> None:
    key = next(iter(content))
    assert stamp({**content, key: [content[key], more]}) != stamp(content)


def test_the_stamp_is_the_sha256_of_the_canonical_json() -> None:
    assert canonical({"b": "ü", "a": [1, None]}) == '{"a":[1,null],"b":"ü"}'.encode()
    assert stamp({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
