"""Pictures without their metadata: place, camera, comments and thumbnails go, the pixels stay."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 120_000_000
ORIENTATION = 0x0112  # EXIF tag
UPRIGHT = 1
Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # in the process that takes files; the bound of the library is lower


def strip_png(content: bytes) -> bytes:
    """The PNG alone; raises ValueError if it cannot be read or is too large."""
    return _stripped(content, "PNG")


def strip_jpeg(content: bytes) -> bytes:
    """The JPEG alone, turned upright; raises ValueError if it cannot be read or is too large."""
    return _stripped(content, "JPEG")


def _stripped(content: bytes, kind: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata in foreign pictures are about to go anyway
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _clean(Image.open(io.BytesIO(content), formats=[kind]))
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise ValueError("picture") from error


def _clean(picture: Image.Image) -> bytes:
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError("pixels")
    out = io.BytesIO()
    if picture.format == "PNG":
        picture.load()
        bare = picture.copy()
        bare.info = {key: value for key, value in picture.info.items() if key in {"transparency", "icc_profile"}}
        bare.save(out, "PNG", icc_profile=picture.info.get("icc_profile"))
    elif picture.getexif().get(ORIENTATION, UPRIGHT) == UPRIGHT:
        picture.info.pop("comment", None)
        picture.save(out, "JPEG", quality="keep", icc_profile=picture.info.get("icc_profile"), exif=b"")
    else:
        upright = ImageOps.exif_transpose(picture)
        upright.save(out, "JPEG", quality=95, icc_profile=picture.info.get("icc_profile"), exif=b"", comment=b"")
    return out.getvalue()
