"""The main job in a real browser: one case from nomination to the acknowledged recommendation."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parseaddr

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from eboard.core import time
from tests.browser.conftest import Site
from tests.browser.network import Emails, populate
from tests.browser.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CASE = f"EB-{time.now().year}-000001"
BASE = "http://localhost:8000"
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
    coordinator.field("Discuss: it waits for a meeting").check()
    coordinator.press("Decide")
    coordinator.sees("Accepted")


def soon() -> datetime:
    """Ten minutes from now, on the clocks of a zone where the hour after it is still the same day."""
    start = time.now() + timedelta(minutes=10)
    places = ("America/Chicago", "Asia/Tokyo", "Europe/London")
    return next(shown for place in places if 0 < (shown := time.wall(start, place)).hour < 22)


def plan_and_publish(coordinator: Person, start: datetime) -> str:
    """Plan a meeting that is past its cut-off, list the case, publish; returns the meeting's path."""
    coordinator.follow("Boards")
    coordinator.follow("GI eBoard")
    coordinator.follow("Plan a meeting")
    coordinator.field("Day").fill(start.date().isoformat())
    coordinator.field("Start").fill(f"{start:%H:%M}")
    coordinator.field("End").fill(f"{start + timedelta(hours=1):%H:%M}")
    coordinator.field("Time zone").fill(str(start.tzinfo))
    coordinator.page.locator("main .button-primary").last.click()
    coordinator.follow("Add cases")
    coordinator.page.locator("main input[type=checkbox]").last.check()
    coordinator.field("Why these cases cannot wait").fill("The pathway ends this week.")
    coordinator.press("Put on the agenda")
    coordinator.sees("listed late")
    coordinator.press("Publish: 6 people get an invitation")
    coordinator.sees("Published")
    return coordinator.page.url.removeprefix(coordinator.site.url)


def read_the_invitations(site: Site, emails: Emails, start: datetime) -> str:
    """Six people are told once each, by mail, with a calendar part and without the case; returns the event's UID."""
    site.run("invitations.tell_due")
    site.run("mail.deliver")
    mails = [mail for mail in site.mails() if "Invitation" in mail["Subject"]]
    asked = ("chair", "deputy", "radiologist", "pathologist", "observer", "physician")
    assert sorted(parseaddr(mail["To"])[1] for mail in mails) == sorted(emails[name] for name in asked)
    events = []
    for mail in mails:
        part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
        assert part.get_param("method") == "REQUEST"
        events += Calendar.from_ical(part.get_payload(decode=True)).events
        assert not any(word in str(mail) for word in ("Maria", "Adenocarcinoma", CASE, "MRN-4711"))
    assert {event.start for event in events} == {start.replace(second=0, microsecond=0)}
    assert {event["LOCATION"].startswith(f"{BASE}/join/") for event in events} == {True}
    assert len({str(event["UID"]) for event in events}) == 1
    return str(events[0]["UID"])


def subscribe(chair: Person) -> str:
    """Make a calendar address; returns what it answers."""
    chair.go("/subscriptions/")
    chair.page.locator("main .button-primary").last.click()
    address = chair.field("Address of the calendar").input_value()
    answer = chair.page.request.get(chair.site.url + address.removeprefix(BASE))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return answer.text()


def join(chair: Person, address: str) -> None:
    """The join address leads to the room, and notes who came."""
    answer = chair.page.request.get(chair.site.url + address.removeprefix(BASE), max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (303, "https://video.example.org/gi")


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
    start = soon()
    meeting = plan_and_publish(coordinator, start)
    uid = read_the_invitations(site, emails, start)
    [event] = Calendar.from_ical(subscribe(chair)).events
    assert str(event["UID"]) == uid
    join(chair, str(event["LOCATION"]))
    coordinator.go(meeting)
    coordinator.sees("Attendance 1")
    record(chair, meeting)
    sign(chair)
    read_and_acknowledge(nurse)
