"""The staging part of the nomination form."""

from typing import Any

from wtforms import BooleanField, StringField
from wtforms.validators import Optional, ValidationError

from eboard.cases.forms.fields import ParsedField, ValueField
from eboard.cases.schemes import SCHEMES, Scheme
from eboard.cases.staging import TNM, Staging, normalize, normalize_group
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web import Form

EDITIONS = ("9", "8", "7", "6")
CATEGORIES = ("t", "n", "m")


def _category(prefix: str, name: str) -> ParsedField:
    example = {"t": "T2a", "n": "N1", "m": "M0"}[name]
    return ParsedField(
        f"{prefix}{name.upper()}",
        parse=lambda text: normalize(name, text),
        refusal=_("Write a category such as %s.") % f"{prefix}{example}",
        render_kw={"autocapitalize": "off", "spellcheck": "false"},
    )


def _own(scheme: Scheme) -> ValueField | StringField:
    if scheme.values:
        return ValueField(scheme.label, scheme.values)
    return StringField(scheme.label, [Optional(), _of_scheme(scheme)], render_kw={"placeholder": scheme.example})


def _of_scheme(scheme: Scheme) -> Any:
    def check(_form: Any, field: Any) -> None:
        if not scheme.accepts(field.data):
            raise ValidationError(gettext("Write it like %(example)s.", example=scheme.example))

    return check


class StagingForm(Form):
    """T, N and M as clinical and pathological categories, a group, the site's own set, or "not yet known"."""

    stage_unknown = BooleanField(_("The stage is not yet known"))
    c_t, c_n, c_m = _category("c", "t"), _category("c", "n"), _category("c", "m")
    p_t, p_n, p_m = _category("p", "t"), _category("p", "n"), _category("p", "m")
    edition = ValueField(_("TNM edition"), EDITIONS)
    stage_group = ParsedField(_("Stage group"), normalize_group, _("Write a stage group such as IIB."))

    def stage(self) -> dict[str, Any]:
        """The stage that was typed, in the shape of ``Case.staging``."""
        clinical, pathological = (
            TNM(**{name: self[f"{prefix}_{name}"].data or "" for name in CATEGORIES}) for prefix in "cp"
        )
        return Staging(
            is_unknown=self.stage_unknown.data,
            edition=self.edition.data or "",
            clinical=clinical,
            pathological=pathological,
            group=self.stage_group.data or "",
            own={key: self[f"own_{key}"].data or "" for key in SCHEMES},
        ).to_json()


for _key, _scheme in SCHEMES.items():
    setattr(StagingForm, f"own_{_key}", _own(_scheme))


def stage_fields(stored: dict[str, Any]) -> dict[str, Any]:
    """The values of the staging fields for a stored stage."""
    stage = Staging.from_json(stored)
    values: dict[str, Any] = {
        "stage_unknown": stage.is_unknown,
        "edition": stage.edition,
        "stage_group": stage.group,
    }
    for prefix, tnm in (("c", stage.clinical), ("p", stage.pathological)):
        values |= {f"{prefix}_{name}": getattr(tnm, name) for name in CATEGORIES}
    return values | {f"own_{key}": stage.own.get(key, "") for key in SCHEMES}
