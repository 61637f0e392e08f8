"""Files are told by their content, and their metadata go."""

import io
import zipfile

import pytest
from PIL import Image
from pydicom import Dataset, dcmread
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from eboard.cases.enums import AttachmentKind as Kind
from eboard.cases.files.sniffing import kind_of
from eboard.cases.files.stripping import strip_metadata

MARKER = "Marisol Marker"


def pdf(**metadata: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata(metadata or {"/Author": MARKER})
    writer.add_attachment("note.txt", MARKER.encode())
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject(f"app.alert('{MARKER}')"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(kind: str, *, turned: bool = False) -> bytes:
    image = Image.new("RGB", (8, 4), "white")
    exif = Image.Exif()
    exif[0x010E] = MARKER  # description
    if turned:
        exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def office(part: str, *, macros: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            '<Relationships><Relationship Id="r1" Type="http://x/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/>'
            "</Relationships>",
        )
        archive.writestr(part, f'<doc><ins w:author="{MARKER}">text</ins></doc>')
        archive.writestr("docProps/core.xml", f"<creator>{MARKER}</creator>")
        archive.writestr("docProps/app.xml", f"<Company>{MARKER}</Company>")
        archive.writestr("docProps/custom.xml", f"<x>{MARKER}</x>")
        archive.writestr("docProps/thumbnail.jpeg", MARKER)
        if macros:
            archive.writestr("word/vbaProject.bin", "x")
    return out.getvalue()


def dicom() -> bytes:
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.SOPClassUID = SecondaryCaptureImageStorage
    data.SOPInstanceUID = generate_uid()
    data.PatientName = MARKER.replace(" ", "^")
    data.PatientID = "MRN-4711"
    data.PatientBirthDate = "19610203"
    data.InstitutionName = "Marker Hospital"
    data.OtherPatientIDs = "MRN-4711"
    data.Modality = "CT"
    data.add_new(0x00110010, "LO", MARKER)  # a private block
    out = io.BytesIO()
    data.save_as(out, enforce_file_format=True)
    return out.getvalue()


FILES = {
    Kind.PDF: pdf(),
    Kind.PNG: picture("PNG"),
    Kind.JPEG: picture("JPEG"),
    Kind.DOCX: office("word/document.xml"),
    Kind.PPTX: office("ppt/presentation.xml"),
    Kind.DICOM: dicom(),
}


def all_bytes(content: bytes) -> bytes:
    """The bytes of a file and of everything packed in it."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("kind", Kind)
def test_the_content_tells_the_kind(kind: Kind) -> None:
    assert kind_of(FILES[kind]) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><svg/>",
        b"GIF89a",
        b"MZ",
        b"PK\x03\x04 no archive",
        office("xl/workbook.xml"),
        office("word/document.xml", macros=True),
    ],
)
def test_what_is_not_taken_has_no_kind(content: bytes) -> None:
    assert kind_of(content) is None


@pytest.mark.parametrize("kind", Kind)
def test_no_trace_of_the_marker_is_left_and_the_kind_stays(kind: Kind) -> None:
    before, after = FILES[kind], strip_metadata(FILES[kind], kind)
    assert b"Marisol" in all_bytes(before)
    assert b"Marisol" not in all_bytes(after)
    assert b"MRN-4711" not in after
    assert kind_of(after) is kind


@pytest.mark.parametrize("kind", Kind)
def test_a_damaged_file_is_refused(kind: Kind) -> None:
    with pytest.raises(ValueError):
        strip_metadata(FILES[kind][:40].ljust(200, b"\0"), kind)


def test_a_locked_pdf_is_refused() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(ValueError):
        strip_metadata(out.getvalue(), Kind.PDF)


def test_a_turned_picture_is_turned_upright() -> None:
    bare = Image.open(io.BytesIO(strip_metadata(picture("JPEG", turned=True), Kind.JPEG)))
    assert (bare.size, dict(bare.getexif())) == ((4, 8), {})


def test_a_dicom_object_keeps_its_modality_and_gets_new_identifiers() -> None:
    before = dcmread(io.BytesIO(FILES[Kind.DICOM]))
    after = dcmread(io.BytesIO(strip_metadata(FILES[Kind.DICOM], Kind.DICOM)))
    assert (after.Modality, after.PatientName, after.PatientID, after.PatientIdentityRemoved) == ("CT", "", "", "YES")
    assert after.SOPInstanceUID != before.SOPInstanceUID
    assert "InstitutionName" not in after


def test_a_part_made_to_be_searched_for_ever_is_read_once() -> None:
    """A relationship is begun a hundred thousand times and never ended; searched from each begin, it took minutes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", b"<Relationship /metadata/thumbnail" * 100_000)
        archive.writestr("word/document.xml", b"<doc/>")
    assert b"<doc/>" in all_bytes(strip_metadata(out.getvalue(), Kind.DOCX))
