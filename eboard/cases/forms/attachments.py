"""Attaching a file, which travels in a request of its own."""

from wtforms import FileField

from eboard.core.i18n import lazy as _
from eboard.core.web import Form

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.docx,.pptx,.dcm"


class AttachForm(Form):
    """One file."""

    file = FileField(_("File"), render_kw={"accept": ACCEPTED})

    @property
    def content(self) -> bytes:
        """The bytes that came; none without a file."""
        return bytes(self.file.data.read()) if hasattr(self.file.data, "read") else b""

    @property
    def file_name(self) -> str:
        """The name the file had."""
        return str(getattr(self.file.data, "filename", "") or "")
