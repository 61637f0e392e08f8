"""The main job in a real browser: one case from nomination to the acknowledged recommendation."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from eboard.core import time
from tests.browser.conftest import Site
from tests.browser.network import Emails, populate
from tests.browser.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CASE = f"EB-{time.now().year}-000001"
QUESTION = "Surgery first, or chemotherapy first?"


def nominate(nurse: Person) -> None:
    nurse.follow("Nominate a case")
    nurse.fill(record_number="MRN-4711", name="Maria Marker")
    nurse.press("Go on to the question")
    nurse.choose("Referring physician", "Pablo", "Pablo Physician")
    nurse.choose("Presenter", "Pablo", "Pablo Physician")
    nurse.fill(age="65", question=QUESTION, reason="first_treatment", prospective="untreated", site="colorectal")
    nurse.fill(prior_plan="Resection, then capecitabine.", diagnosis="Adenocarcinoma of the sigmoid colon")
    nurse.choose("ICD-10", "sigmoid", "C18.7")
    nurse.fill(previous_treatment="None", c_t="3", c_n="1", c_m="0", ecog="1", comorbidity="None")
    nurse.fill(patient_wishes="Wants to keep working.")
    for choice in ("Female", "Consent given"):
        nurse.field(choice).check()
    nurse.press("Save and check before submitting")
    nurse.sees("No name, number or birth date was found in the texts.")
    nurse.press("Submit to GI eBoard")
    nurse.sees("The board's coordinator now sees the case.")


def accept(coordinator: Person) -> None:
    coordinator.go("/work-list")
    coordinator.follow(CASE)
    coordinator.field("Discuss").check()
    coordinator.press("Decide and tell the care team")
    coordinator.sees("Accepted")


def plan_and_publish(coordinator: Person) -> str:
    """Plan a meeting that is past its cut-off, list the case, publish; returns the meeting's path."""
    coordinator.follow("Boards")
    coordinator.follow("GI eBoard")
    coordinator.follow("Plan a meeting")
    tomorrow = (time.now() + timedelta(days=1)).date()
    coordinator.field("Day").fill(tomorrow.isoformat())
    coordinator.field("Start").fill("14:00")
    coordinator.field("End").fill("15:00")
    coordinator.page.locator("main .button-primary").last.click()
    coordinator.follow("Add cases")
    coordinator.page.locator("main input[type=checkbox]").last.check()
    coordinator.field("Why these cases cannot wait").fill("The pathway ends this week.")
    coordinator.press("Put on the agenda")
    coordinator.sees("listed late")
    coordinator.press("Publish: 6 people get an invitation")
    coordinator.sees("Published. 6 people are invited.")
    return coordinator.page.url.removeprefix(coordinator.site.url)


def record(chair: Person, meeting: str) -> None:
    chair.go(meeting)
    chair.press("Start the meeting")
    chair.follow("Outcome")
    chair.field("Recommendation").first.check()
    page = chair.page
    page.locator("select[name$=kind]").first.select_option("surgery")
    page.locator("textarea[name$=text]").first.fill("Laparoscopic sigmoid resection.")
    page.locator("select[name$=guideline]").first.select_option("followed")
    chair.fill(agreed_diagnosis="Adenocarcinoma of the sigmoid colon, cT3 cN1 cM0")
    for element in page.locator("input[type=radio][value=yes]").all():
        element.check()
    chair.field("Plan refined").check()
    chair.press("Save as complete")


def sign(chair: Person) -> None:
    chair.go("/outcomes")
    chair.follow(CASE)
    chair.sees("The signed version can never be changed, only amended by a new one.")
    chair.press("Sign and tell the care team")


def read_and_acknowledge(nurse: Person) -> None:
    nurse.go("/")
    nurse.follow(CASE)
    expect(nurse.page.locator("body")).to_contain_text("Laparoscopic sigmoid resection.")
    expect(nurse.page.locator("body")).to_contain_text("Signed by Charles Chair")
    nurse.press("Acknowledge")
    expect(nurse.page.locator("body")).to_contain_text("Acknowledged by Nora Nurse")


def test_a_case_goes_from_nomination_to_a_read_recommendation(
    serve: Callable[..., Site], open_page: Callable[..., Page]
) -> None:
    emails = Emails()
    site = serve(lambda app: emails.update(populate(app)), hold_seconds=0)
    nurse, coordinator, chair = (Person(open_page(), site, emails[name]) for name in ("nurse", "coordinator", "chair"))
    nominate(nurse)
    accept(coordinator)
    meeting = plan_and_publish(coordinator)
    record(chair, meeting)
    sign(chair)
    read_and_acknowledge(nurse)
