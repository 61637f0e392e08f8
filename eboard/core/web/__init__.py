"""HTTP: one transaction a request, plain errors, safe headers, and what templates and forms share."""

from eboard.core.web.application import EBoard
from eboard.core.web.forms import Form
from eboard.core.web.paging import Page, paginate
from eboard.core.web.public import (
    blank,
    cookieless,
    glancing,
    is_blank,
    is_cookieless,
    is_glancing,
    is_public,
    is_unattended,
    patient,
    public,
    unattended,
)
from eboard.core.web.settings import settings

__all__ = [
    "EBoard",
    "Form",
    "Page",
    "blank",
    "cookieless",
    "glancing",
    "is_blank",
    "is_cookieless",
    "is_glancing",
    "is_public",
    "is_unattended",
    "paginate",
    "patient",
    "public",
    "settings",
    "unattended",
]
