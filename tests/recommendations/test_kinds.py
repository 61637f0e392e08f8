"""The pick list: as it comes, with what the network made of it; what was signed keeps its words."""

import pytest
from werkzeug.datastructures import MultiDict

from eboard.audit import SYSTEM
from eboard.core.db import db, unit_of_work
from eboard.core.errors import AbsentError, DomainError, StaleError
from eboard.recommendations.actions import begin_amendment, stop_amendment
from eboard.recommendations.actions.kinds import add_kind, change_kind
from eboard.recommendations.draft import Advice, read
from eboard.recommendations.enums import KindGroup, RecommendationKind, VersionState
from eboard.recommendations.forms import AdviceForm
from eboard.recommendations.kinds import Kind, kind_of, kinds, labels, offered, row_of
from eboard.recommendations.letter import letter_of
from eboard.recommendations.models import SignedVersion
from eboard.recommendations.snapshot import stamp
from tests.client import Client
from tests.recommendations.outcomes import COMPLETE, by, form_of, make_letter, make_scene, record, sign
from tests.world import World, add

SURGERY = RecommendationKind.SURGERY


def add_own(label: str, group: KindGroup = KindGroup.TREATMENT, position: int = 15) -> str:
    with unit_of_work():
        return add_kind(actor=SYSTEM, label=label, group=group, position=position).code


def change(code: str, *, label: str = "", is_retired: bool = False, version: int | None = None) -> None:
    kind = kind_of(code)
    with unit_of_work():
        change_kind(
            actor=SYSTEM,
            kind=kind,
            version=kind.version if version is None else version,
            label=label or kind.label,
            group=kind.group,
            position=kind.position,
            is_retired=is_retired,
        )


def test_every_kind_comes_once_in_the_order_of_its_group(world: World) -> None:
    found = kinds()
    assert sorted(kind.code for kind in found) == sorted(RecommendationKind)
    assert [kind.group for kind in found] == sorted((kind.group for kind in found), key=list(KindGroup).index)
    assert found[0] == Kind(code="surgery", label="Surgery", group=KindGroup.TREATMENT, position=10)


def test_the_network_adds_words_of_its_own_in_any_script(world: World) -> None:
    assert add_own("Hyperthermia & more") == "hyperthermia_more"
    assert (add_own("温热疗法"), add_own("Гипертермия")) == ("kind", "kind_2")
    assert (add_own("New"), add_own("new. ", KindGroup.SUPPORT)) == ("new_2", "new_3")
    assert add_own("x" * 60) == "x" * 36
    assert [kind.label for kind in kinds()[:3]] == ["Surgery", "Hyperthermia & more", "New"]
    assert labels()["kind"] == "温热疗法"


@pytest.mark.parametrize("label", ["", "x" * 81, "surgery", " SURGERY "])
def test_a_name_is_short_and_its_own(world: World, label: str) -> None:
    with pytest.raises(DomainError) as caught:
        add_own(label)
    assert caught.value.field == "label"


def test_a_changed_kind_keeps_its_code_and_the_second_of_two_savers_is_told(world: World) -> None:
    change(SURGERY, label="Operation")
    assert (kind_of("surgery").label, kind_of("surgery").version) == ("Operation", 1)
    with pytest.raises(StaleError):
        change(SURGERY, label="Knife", version=0)
    change(SURGERY, label="Operation", is_retired=True)
    assert (kind_of("surgery").is_retired, kind_of("surgery").version) == (True, 2)
    assert row_of("radiotherapy") is None
    with pytest.raises(AbsentError):
        kind_of("colour")


def test_what_is_retired_is_not_offered_but_stays_where_it_was_chosen(world: World, client: Client) -> None:
    scene = make_scene(world)
    record(scene)
    change(SURGERY, is_retired=True)
    assert SURGERY not in {kind.code for kind in offered(kinds(), None)}
    page = client.sign_in(world.coordinator).get(scene.url).text
    assert '<option selected value="surgery">Surgery</option>' in page
    assert '<optgroup label="Treatment">' in page
    other = make_scene(world)
    assert 'value="surgery"' not in client.get(other.url).text


def test_a_kind_that_is_not_on_the_list_is_refused(world: World, client: Client) -> None:
    scene = make_scene(world)
    posted = form_of(COMPLETE, 0, **{"recommendations-0-kind": "colour"})
    answered = client.sign_in(world.coordinator).post(scene.url, data=posted)
    assert (answered.status_code, "Not a valid choice" in answered.text) == (422, True)
    code = add_own("Hyperthermia")
    posted["recommendations-0-kind"] = code
    assert client.post(scene.url, data=posted).status_code == 303
    db.session.expire_all()
    assert [row.kind for row in scene.discussion.recommendations] == [code]


def test_what_was_signed_keeps_code_and_words(world: World) -> None:
    code = add_own("Hyperthermia")
    scene = make_scene(world)
    record(scene, recommendations=(Advice(kind=code, text="Heat."), *COMPLETE.recommendations))
    version = sign(scene)
    assert version.content["kinds"] == {code: "Hyperthermia", "surgery": "Surgery"}
    change(code, label="Warming")
    change(SURGERY, label="Operation")
    assert [one.kind for one in letter_of(version).outcome.advice] == ["Hyperthermia", "Surgery"]
    assert [one["kind"] for one in version.content["outcome"]["recommendations"]] == [code, "surgery"]


def test_a_stored_old_version_stays_readable_and_can_be_amended(world: World, client: Client) -> None:
    """One of format 1, which knew neither trials nor the words of kinds, recusals and rules for dissent."""
    scene, version = make_letter(world)
    content = {name: value for name, value in version.content.items() if name not in {"kinds", "recused", "dissent"}}
    content["format"], content["outcome"] = 1, dict(content["outcome"])
    content["outcome"]["recommendations"] = [
        {name: value for name, value in row.items() if not name.startswith("trial_")}
        for row in content["outcome"]["recommendations"]
    ]
    with unit_of_work():
        version.state = VersionState.AMENDED
        old = add(
            SignedVersion(
                discussion_id=version.discussion_id,
                case_id=version.case_id,
                number=2,
                content=content,
                sha256=stamp(content),
                signed_by_id=world.chair.id,
                signed_at=version.signed_at,
            )
        )
    change(SURGERY, label="Operation")
    db.session.expire_all()
    text = letter_of(old)
    assert ([one.kind for one in text.outcome.advice], text.outcome.recused) == (["Surgery"], ())
    page = client.sign_in(world.nurse).get(f"/letters/{old.id}").text
    assert ("Surgery." in page, "The stamp matches" in page) == (True, True)
    with unit_of_work():
        begin_amendment(actor=by(world.chair), discussion=scene.discussion, reason="New histology")
        stop_amendment(actor=by(world.chair), discussion=scene.discussion)
    assert read(scene.discussion) == COMPLETE


def test_the_administrator_of_the_network_edits_the_list_and_everybody_reads_it(world: World, client: Client) -> None:
    typed = {"label": "Hyperthermia", "group": "treatment", "position": "12"}
    client.sign_in(world.coordinator)
    assert "Add a kind" not in client.get("/recommendation-kinds/").text
    for path in ("new", "surgery"):
        assert client.get(f"/recommendation-kinds/{path}").status_code == 403
        assert client.post(f"/recommendation-kinds/{path}", data=typed).status_code == 403
    client.sign_in(world.network_admin)
    assert client.post("/recommendation-kinds/new", data={**typed, "group": "colour"}).status_code == 422
    assert client.post("/recommendation-kinds/new", data={**typed, "position": "0"}).status_code == 422
    assert client.post("/recommendation-kinds/new", data=typed).status_code == 303
    page = client.get("/recommendation-kinds/").text.partition('id="group-treatment"')[2]
    assert page.index("Surgery") < page.index("Hyperthermia") < page.index("Radiotherapy")
    again = client.post("/recommendation-kinds/new", data=typed)
    assert (again.status_code, "There is a kind with this name already." in again.text) == (422, True)
    posted = {**typed, "label": "Heat", "is_retired": "y", "version": "1"}
    assert client.get("/recommendation-kinds/hyperthermia").status_code == 200
    assert client.post("/recommendation-kinds/hyperthermia", data=posted).status_code == 303
    assert (kind_of("hyperthermia").label, kind_of("hyperthermia").is_retired) == ("Heat", True)
    stale = client.post("/recommendation-kinds/hyperthermia", data={**posted, "label": "Cold"})
    assert (stale.status_code, 'value="Cold"' in stale.text) == (409, True)
    assert client.get("/recommendation-kinds/colour").status_code == 404


def test_a_row_alone_knows_what_can_be_chosen(world: World) -> None:
    code = add_own("Hyperthermia")
    change(code, is_retired=True)
    for chosen, is_good in (("surgery", True), (code, True), ("colour", False), ("", True)):
        assert AdviceForm(MultiDict({"kind": chosen, "priority": "routine"})).validate() is is_good
