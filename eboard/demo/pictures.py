"""Small made-up attachments: a grey picture as a scanner would give, and a report of one page."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = 384


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


def _saved(picture: Image.Image, kind: str) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()
