"""The page on which a care team answers for all its cases, and what a case page says."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.core.web.templating import date_in
from eboard.followup.enums import DeviationReason, Followed
from tests.client import Client
from tests.conftest import NOW
from tests.followup.followed import DAY, DUE, OVERDUE, PAGE, line, make_followed, posted, rows, say
from tests.world import World, save

Count = Callable[[Callable[[], object]], int]


def lines_in(page: str) -> int:
    return page.count('name="row"')


def test_the_care_team_sees_what_is_due_with_board_day_and_recommendation(world: World, client: Client) -> None:
    scene = make_followed(world)
    client.sign_in(world.nurse)
    assert lines_in(client.get(PAGE).text) == 0
    with time.at(DUE):
        client.sign_in(world.nurse)
        page = client.get(PAGE).text
        listed = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.listed")).all()
        assert [entry.details["ids"] for entry in listed] == [[str(scene.case.id)]]
    assert lines_in(page) == 1
    day = date_in(scene.meeting.starts_at, scene.meeting.zone)
    shown = (scene.case.number, world.board.name, day, "Resect the sigmoid")
    assert [text for text in shown if text not in page] == []
    assert "overdue</span>" not in page


def test_one_save_answers_for_many_cases(world: World, client: Client) -> None:
    for _number in range(3):
        make_followed(world)
    with time.at(DUE):
        client.sign_in(world.nurse)
        one, two, three = rows()
        data = posted(line(one, "done"), line(two), line(three, "partly", reason="other", note="Two of four cycles."))
        answer = client.post(PAGE, data=data)
        assert answer.status_code == 303
        page = client.get(answer.location).text
    assert "2 answers saved." in page
    assert lines_in(page) == 1
    assert [(row.followed, row.reason, row.note) for row in rows()] == [
        (Followed.DONE, None, ""),
        (None, None, ""),
        (Followed.PARTLY, DeviationReason.OTHER, "Two of four cycles."),
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (("not_done", "", "Asked twice."), "Choose the reason."),
        (("partly", "other", ""), "Say in a few words what the reason was."),
        (("", "died", ""), "Say what became of it."),
        (("", "", "Asked twice."), "Say what became of it."),
        (("eaten", "", ""), "Not a valid choice."),
        (("partly", "eaten", ""), "Not a valid choice."),
        (("partly", "other", "x" * 501), "Field cannot be longer than 500 characters."),
    ],
)
def test_a_wrong_line_says_so_and_the_right_ones_are_saved(
    world: World, client: Client, wrong: tuple[str, str, str], sentence: str
) -> None:
    make_followed(world)
    make_followed(world)
    with time.at(DUE):
        client.sign_in(world.nurse)
        right, bad = rows()
        answer = client.post(PAGE, data=posted(line(right, "done"), line(bad, *wrong)))
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 1
    assert "1 answer saved." in answer.text
    assert lines_in(answer.text) == 1
    assert wrong[2] in answer.text
    assert [row.followed for row in rows()] == [Followed.DONE, None]


def test_an_answer_of_a_colleague_meanwhile_is_shown_before_it_is_replaced(world: World, client: Client) -> None:
    make_followed(world)
    [row] = rows()
    with time.at(DUE):
        typed = posted(line(row, "lost"))
        say(row, world.physician, Followed.DONE)
        client.sign_in(world.nurse)
        answer = client.post(PAGE, data=typed)
        assert answer.status_code == 409
        assert "Done, said Pablo Physician" in answer.text
        assert rows()[0].followed is Followed.DONE
        assert client.post(PAGE, data=posted(line(rows()[0], "lost"))).status_code == 303
        assert rows()[0].followed is Followed.LOST


def test_what_was_answered_stands_on_a_tab_and_is_corrected_there(world: World, client: Client) -> None:
    make_followed(world)
    [row] = rows()
    with time.at(DUE):
        say(row, world.nurse, Followed.PARTLY, reason=DeviationReason.TOXICITY)
        client.sign_in(world.nurse)
        page = client.get(f"{PAGE}?show=answered").text
        assert [f'selected value="{value}"' in page for value in ("partly", "toxicity")] == [True, True]
        same = posted(line(row, "partly", reason="toxicity"))
        assert client.post(f"{PAGE}?show=answered", data=same).status_code == 303
        db.session.refresh(row)
        assert len(row.answers) == 1
        client.post(f"{PAGE}?show=answered", data=posted(line(row, "done", reason="toxicity")))
    db.session.refresh(row)
    assert ([one.followed for one in row.answers], row.reason) == ([Followed.DONE, Followed.PARTLY], None)


def test_overdue_has_a_tab_with_its_number(world: World, client: Client) -> None:
    make_followed(world)
    with time.at(NOW + 20 * DAY):
        make_followed(world)
    with time.at(OVERDUE + 6 * DAY):
        client.sign_in(world.nurse)
        assert lines_in(client.get(PAGE).text) == 2
        page = client.get(f"{PAGE}?show=overdue").text
    assert lines_in(page) == 1
    assert 'Overdue <span class="number">1</span>' in page


@pytest.mark.parametrize("who", ["stranger", "coordinator", "chair", "radiologist", "observer", "north_admin"])
def test_nobody_else_is_asked_or_may_answer(world: World, client: Client, who: str) -> None:
    make_followed(world)
    with time.at(DUE):
        client.sign_in(getattr(world, who))
        assert lines_in(client.get(PAGE).text) == 0
        [row] = rows()
        assert client.post(PAGE, data=posted(line(row, "done"))).status_code == 404
    assert rows()[0].followed is None


def test_a_restricted_case_is_asked_of_those_it_names(world: World, client: Client) -> None:
    scene = make_followed(world)
    scene.case.is_restricted = True
    save(scene.case)
    with time.at(DUE):
        client.sign_in(world.nurse)
        assert lines_in(client.get(PAGE).text) == 0


@pytest.mark.parametrize(
    ("who", "status"), [("nurse", 200), ("chair", 200), ("coordinator", 200), ("radiologist", 200), ("stranger", 404)]
)
def test_the_page_of_a_case_tells_its_readers_what_became_of_it(
    world: World, client: Client, who: str, status: int
) -> None:
    scene = make_followed(world)
    say(rows()[0], world.nurse, Followed.NOT_DONE, reason=DeviationReason.OTHER, note="Moved away.")
    page = client.sign_in(getattr(world, who)).get(f"/cases/{scene.case.id}")
    assert page.status_code == status
    told = [text in page.text for text in ("Not done, said Nora Nurse", "Another reason", "Moved away.")]
    assert told == [status == 200] * 3
    assert ("Answer for all your cases" in page.text) == (who == "nurse")


def test_the_number_of_queries_does_not_grow(world: World, client: Client, count_queries: Count) -> None:
    make_followed(world)
    with time.at(DUE):
        client.sign_in(world.nurse)
        client.get(PAGE)
        few = count_queries(lambda: client.get(PAGE))
        with time.at(NOW):
            make_followed(world, "Resect.", "Radiate.")
            make_followed(world)
        assert lines_in(client.get(PAGE).text) == 4
        assert count_queries(lambda: client.get(PAGE)) == few


def drafts() -> list[Case]:
    return list(db.session.scalars(select(Case).where(Case.state == CaseState.DRAFT)))


def test_presenting_again_takes_everything_along_in_one_step(world: World, client: Client) -> None:
    scene = make_followed(world, "Resect.", "Radiate.", biomarkers="MSS", target_date=NOW.date())
    with time.at(DUE):
        client.sign_in(world.nurse)
        first, second = rows()
        data = posted(line(first, "done"), line(second), again=str(scene.case.id))
        answer = client.post(PAGE, data=data)
        [draft] = drafts()
        assert (answer.status_code, answer.location) == (303, f"/cases/{draft.id}/edit")
        assert rows()[0].followed is Followed.DONE
        again = client.post(f"/follow-up/cases/{scene.case.id}/again", follow_redirects=True)
    assert f"Draft {draft.number} already takes this case there." in again.text
    assert len(drafts()) == 1
    assert (draft.earlier_case_id, draft.board_id, draft.prior_plan) == (
        scene.case.id,
        world.board.id,
        "Resect; Radiate",
    )
    assert (draft.biomarkers, draft.question, draft.target_date) == ("MSS", scene.case.question, None)
    assert scene.case.state is CaseState.RECOMMENDED


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("coordinator", 403), ("chair", 403)])
def test_only_its_care_team_presents_a_case_again(world: World, client: Client, who: str, status: int) -> None:
    scene = make_followed(world)
    client.sign_in(getattr(world, who))
    assert client.post(f"/follow-up/cases/{scene.case.id}/again").status_code == status
    assert drafts() == []


def test_a_case_that_is_not_decided_is_not_presented_again(world: World, client: Client) -> None:
    scene = make_followed(world)
    scene.case.state = CaseState.DISCUSSED
    save(scene.case)
    client.sign_in(world.nurse)
    page = client.post(f"/follow-up/cases/{scene.case.id}/again", follow_redirects=True).text
    assert "“Discussed” cannot be presented again." in page
    assert drafts() == []


def test_a_target_date_that_is_to_come_goes_along_and_a_closed_board_takes_nothing(
    world: World, client: Client
) -> None:
    scene = make_followed(world, target_date=NOW.date() + 90 * DAY)
    client.sign_in(world.nurse)
    client.post(f"/follow-up/cases/{scene.case.id}/again")
    [draft] = drafts()
    assert draft.target_date == scene.case.target_date
    world.board.has_closed = True
    draft.state = CaseState.WITHDRAWN
    save(world.board, draft)
    page = client.post(f"/follow-up/cases/{scene.case.id}/again", follow_redirects=True).text
    assert "Its board takes no more cases. Ask a second board instead." in page
    assert drafts() == []
