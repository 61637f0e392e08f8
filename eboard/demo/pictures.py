"""Small made-up attachments: a grey picture as a scanner would give, a report of one page, a letter with a text."""

from io import BytesIO
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image, ImageDraw

SIZE = 384
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def scan(random: Random) -> bytes:
    """A PNG that looks like an axial slice and shows nobody."""
    picture = Image.new("L", (SIZE, SIZE), 8)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((40, 70, SIZE - 40, SIZE - 70), fill=70, outline=150, width=4)
    for _ in range(14):
        x, y, r = random.randint(90, 290), random.randint(110, 270), random.randint(8, 34)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=random.randint(50, 120))
    x, y = random.randint(130, 250), random.randint(140, 240)
    draw.ellipse((x - 14, y - 14, x + 14, y + 14), fill=205)
    return _saved(picture, "PNG")


def report(diagnosis: str, words: str) -> bytes:
    """A PDF of one page with two lines of text."""
    page = Image.new("L", (595, 842), 255)
    draw = ImageDraw.Draw(page)
    draw.text((60, 70), "Report", fill=0)
    for number, line in enumerate((diagnosis, words)):
        draw.text((60, 110 + 24 * number), line.encode("ascii", "replace").decode()[:80], fill=0)
    return _saved(page, "PDF")


def letter(*paragraphs: str) -> bytes:
    """A Word file that says this."""
    text = "".join(f"<w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p>" for words in paragraphs)
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relationship(),
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{text}</w:body></w:document>',
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}')
    return buffer.getvalue()


def _types() -> str:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def _relationship() -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="word/document.xml"/></Relationships>'
    )


def _saved(picture: Image.Image, kind: str) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()
