"""Forms that another site sends in our people's name are refused."""

from flask import current_app, request
from flask_wtf import CSRFProtect


class FormProtection(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    """Asks a form for its token; what only reads is let through before anything is looked up."""

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 - Flask-WTF's signature
        """Refuse a writing request without its token (CSRFError)."""
        if request.method in current_app.config["WTF_CSRF_METHODS"]:
            super().protect(apply_exemptions=apply_exemptions)
