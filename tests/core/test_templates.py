"""What holds for every template, and what the macros say."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, StringField
from wtforms.validators import InputRequired

from config import Config
from eboard.app import create_app
from eboard.core.web.templating import install_templating

ROOT = Path(__file__).parent.parent.parent
STATIC = ROOT / "eboard" / "static"
PAGES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.parts)
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style"),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "an event attribute": re.compile(r"<[^>]*\s(hx-)?on[a-z:-]+\s*="),
    "a js: value": re.compile(r"[\"']js:"),
    "something from elsewhere": re.compile(r"(src|href)=\"(https?:)?//"),
}
DYNAMIC = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
ICON = re.compile(r"\b(?:icon|symbol)\(\"([a-z0-9-]+)\"|icon(?:_name)?=\"([a-z0-9-]+)\"")
MOMENT = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)


def _name(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


@pytest.fixture(scope="module")
def page() -> Iterator[Flask]:
    app = Flask("page", template_folder=str(ROOT / "templates"), static_folder=str(STATIC))
    install_templating(app)
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    with app.test_request_context():
        yield app


@pytest.fixture(scope="module")
def whole(config_for: Callable[..., Config], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with the filters of every feature; nothing here asks its database."""
    return create_app(config_for(f"sqlite:///{tmp_path_factory.mktemp('templates')}/eboard.sqlite"))


def render(page: Flask, macros: str, call: str, **values: Any) -> str:
    source = f'{{% import "macros/{macros}.html" as m %}}{{{{ m.{call} }}}}'
    return page.jinja_env.from_string(source).render(**values)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_template_compiles_and_obeys_the_security_policy(whole: Flask, path: Path) -> None:
    whole.jinja_env.get_template(_name(path))
    text = DYNAMIC.sub("", path.read_text())
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


def test_every_class_of_a_template_is_one_of_the_design_system() -> None:
    styled = set(re.findall(r"\.([a-z][a-z0-9-]*)", "".join(path.read_text() for path in STATIC.glob("css/*.css"))))
    asked = {
        (_name(path), token)
        for path in PAGES
        for value in re.findall(r"\bclass=\"([^\"]*)\"", DYNAMIC.sub("\0", path.read_text()))
        for token in value.split()
        if "\0" not in token
    }
    assert sorted((name, token) for name, token in asked if token not in styled) == []


def test_every_icon_of_a_template_is_in_the_sprite() -> None:
    drawn = set(re.findall(r"<symbol id=\"([^\"]+)\"", (STATIC / "icons.svg").read_text()))
    asked = {(_name(path), "".join(pair)) for path in PAGES for pair in ICON.findall(path.read_text())}
    assert sorted((name, icon) for name, icon in asked if icon not in drawn) == []


def test_vendored_files_are_the_ones_that_are_listed() -> None:
    rows = re.findall(
        r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (ROOT / "docs" / "vendored.md").read_text(), re.MULTILINE
    )
    sums = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name, _ in rows}
    assert sums == dict(rows)
    vendored = {path for folder in ("vendor", "fonts") for path in STATIC.glob(f"{folder}/*") if path.suffix != ".txt"}
    assert {path.relative_to(ROOT).as_posix() for path in vendored} <= sums.keys()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-2, "2 days over late"),
        (-0.5, "1 day over late"),
        (0, "today close"),
        (3.9, "3 days close"),
        (4, "4 days on track"),
        (None, "no date"),
    ],
)
def test_a_clock_says_days_and_a_word(page: Flask, days: float | None, said: str) -> None:
    assert words(render(page, "ui", "deadline(days)", days=days)) == said


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/Chicago", "14:00 in Rochester"),
        ("Europe/Berlin", "14:00 in Rochester 20:00 your time"),
        ("Asia/Manila", "14:00 in Rochester Wed 11 Mar 2026, 03:00 your time"),
    ],
)
def test_a_time_is_told_in_both_zones_when_they_differ(page: Flask, zone: str, said: str) -> None:
    html = render(page, "ui", 'time_in_zone(moment, "America/Chicago", zone, "Rochester")', moment=MOMENT, zone=zone)
    assert words(html) == said


class Nomination(Form):
    diagnosis = StringField("Diagnosis", [InputRequired("Give a diagnosis.")], description="As in the report.")
    plan = StringField("Your plan")
    sex = RadioField("Sex", [InputRequired("Choose one.")], choices=["female", "male"])


@pytest.fixture
def refused() -> Nomination:
    form = Nomination(MultiDict({"plan": "Surgery"}))
    form.validate()
    return form


def test_a_refused_field_names_its_help_and_its_error(page: Flask, refused: Nomination) -> None:
    html = render(page, "forms", "field(form.diagnosis)", form=refused)
    assert words(html) == "Diagnosis As in the report. Give a diagnosis."
    assert re.findall(r'(?:aria-describedby|aria-invalid)="([^"]+)"', html) == [
        "diagnosis-help diagnosis-error",
        "true",
    ]


def test_an_optional_field_says_so_and_keeps_what_was_typed(page: Flask, refused: Nomination) -> None:
    html = render(page, "forms", "field(form.plan)", form=refused)
    assert words(html) == "Your plan optional"
    assert re.findall(r'value="([^"]+)"', html) == ["Surgery"]


def test_choices_are_a_fieldset_with_a_legend(page: Flask, refused: Nomination) -> None:
    html = render(page, "forms", "field(form.sex)", form=refused)
    assert re.findall(r"<(fieldset|legend|input)", html) == ["fieldset", "legend", "input", "input"]
    assert words(html) == "Sex female male Choose one."


def test_the_summary_links_every_error_to_its_field(page: Flask, refused: Nomination) -> None:
    refused.form_errors.append("The patient is nominated already.")
    html = render(page, "forms", "error_summary(form)", form=refused)
    assert re.findall(r'href="([^"]+)"', html) == ["#diagnosis", "#sex"]
    assert words(html).endswith("Sex: Choose one. The patient is nominated already. Nothing you typed is lost.")


def test_a_meter_past_its_maximum_is_late(page: Flask) -> None:
    html = render(page, "ui", "meter(72, 60, 'Time used', text='72 of 60 min')")
    assert words(html) == "Time used 72 of 60 min"
    assert re.findall(r"class=\"(meter tone-[a-z]+)\"", html) == ["meter tone-late"]
