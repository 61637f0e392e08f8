"""Made-up files with one text planted in one place: PDF, Word, PowerPoint and DICOM, each written by hand."""

import io
from collections.abc import Callable
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from pydicom import Dataset, Sequence
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

Maker = Callable[[str, str], bytes]  # the clean text of the file, and what is planted

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://x/p"'
PROPERTIES = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
LONGEST_LINE = 90  # characters of a line on a page


def pdf(page: str, plant: Callable[[PdfWriter], None] = lambda _writer: None) -> bytes:
    """A PDF of two pages whose first says ``page``."""
    writer = PdfWriter()
    for text in (page, "Nothing more."):
        sheet = writer.add_blank_page(595, 842)
        lines = wrap(text, LONGEST_LINE)
        shown = b" T* ".join(b"(" + line.encode("cp1252", "replace") + b") Tj" for line in map(_escaped, lines))
        stream = DecodedStreamObject()
        stream.set_data(b"BT /F1 11 Tf 14 TL 50 780 Td " + shown + b" ET")
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
        named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        fonts = DictionaryObject({NameObject("/F1"): named})
        sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        sheet[NameObject("/Contents")] = writer._add_object(stream)  # noqa: SLF001 - pypdf has no other
    plant(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _escaped(line: str) -> str:
    return line.replace("\\", "").replace("(", "\\(").replace(")", "\\)")


def _pdf_property(name: str) -> Maker:
    return lambda clean, text: pdf(clean, lambda writer: writer.add_metadata({name: text}))


def _pdf_annotation(clean: str, text: str) -> bytes:
    note = FreeText(text=text, rect=(50, 50, 300, 100))
    return pdf(clean, lambda writer: _drop(writer.add_annotation(0, note)))


def _pdf_field(clean: str, text: str) -> bytes:
    def plant(writer: PdfWriter) -> None:
        field = DictionaryObject({
            NameObject("/FT"): NameObject("/Tx"), NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/T"): TextStringObject("remarks"), NameObject("/V"): TextStringObject(text),
        })  # fmt: skip
        reference = writer._add_object(field)  # noqa: SLF001 - pypdf has no other
        writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])
        form = DictionaryObject({NameObject("/Fields"): ArrayObject([reference])})
        writer.root_object[NameObject("/AcroForm")] = form

    return pdf(clean, plant)


def _pdf_bookmark(clean: str, text: str) -> bytes:
    return pdf(clean, lambda writer: _drop(writer.add_outline_item(title=text, page_number=0)))


def _pdf_enclosed(clean: str, text: str) -> bytes:
    return pdf(clean, lambda writer: _drop(writer.add_attachment(f"{text}.txt", b"x")))


def _drop(_made: object) -> None:
    return None


def office(main: str, parts: dict[str, str]) -> bytes:
    """A package with the part ``main`` among ``parts``."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", f'<Relationships><Relationship Id="r1" Target="{main}"/></Relationships>')
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return out.getvalue()


def paragraph(text: str) -> str:
    """A paragraph of Word."""
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _docx(part: str = "", xml: Callable[[str], str] = paragraph, root: str = "w:x") -> Maker:
    """A Word file with the text in a part of its own, or in the body."""

    def make(clean: str, text: str) -> bytes:
        planted = xml(text)
        body = paragraph(clean) + (paragraph("The end.") if part else planted)
        parts = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
        if part:
            parts[part] = f"<{root} {W} {PROPERTIES}>{planted}</{root}>"
        return office("word/document.xml", parts)

    return make


def _in_two_runs(text: str) -> str:
    middle = len(text) // 2
    return f"<w:p><w:r><w:t>{escape(text[:middle])}</w:t></w:r><w:r><w:t>{escape(text[middle:])}</w:t></w:r></w:p>"


def _deleted(text: str) -> str:
    return f"<w:p><w:del><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del></w:p>"


def _described(text: str) -> str:
    return f'<w:p><w:drawing><w:docPr id="1" descr={quoteattr(text)}/></w:drawing></w:p>'


def _core(element: str) -> Callable[[str], str]:
    return lambda text: f"<dc:{element}>{escape(text)}</dc:{element}>"


def _custom(text: str) -> str:
    return f'<property name="Remarks"><lpwstr>{escape(text)}</lpwstr></property>'


def _pptx(part: str) -> Maker:
    def shape(text: str) -> str:
        return f"<p:x {A}><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:x>"

    def make(clean: str, text: str) -> bytes:
        parts = {"ppt/presentation.xml": f"<p:x {A}/>", "ppt/slides/slide1.xml": shape(clean), part: shape(text)}
        return office("ppt/presentation.xml", parts)

    return make


def dicom(plant: Callable[[Dataset], None] = lambda _data: None) -> bytes:
    """A small object as a scanner writes it, without pixels."""
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.SpecificCharacterSet = "ISO_IR 192"
    data.SOPClassUID = SecondaryCaptureImageStorage
    data.SOPInstanceUID = generate_uid()
    data.StudyDate, data.StudyTime = "20250312", "101500"
    data.Modality, data.Manufacturer = "CT", "Maker of scanners"
    data.SoftwareVersions, data.ProtocolName = "VA48A_02_P12", "Chest routine"
    plant(data)
    out = io.BytesIO()
    data.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _dicom_tag(keyword: str) -> Maker:
    return lambda clean, text: dicom(lambda data: _tags(data, clean, keyword, text))


def _tags(data: Dataset, clean: str, keyword: str, text: str) -> None:
    data.StudyDescription = clean[:64]
    setattr(data, keyword, text[:64])


def _dicom_private(clean: str, text: str) -> bytes:
    def plant(data: Dataset) -> None:
        data.StudyDescription = clean[:64]
        data.private_block(0x0011, "MAKER", create=True).add_new(0x10, "LT", text)

    return dicom(plant)


def _dicom_report(clean: str, text: str) -> bytes:
    def plant(data: Dataset) -> None:
        inner, outer = Dataset(), Dataset()
        inner.ValueType, inner.TextValue = "TEXT", text
        outer.ValueType, outer.ContentSequence = "CONTAINER", Sequence([inner])
        data.StudyDescription = clean[:64]
        data.ContentSequence = Sequence([outer])

    return dicom(plant)


# By the value of the kind: how a text gets into which place. The second word is where the guard says that it stands.
MAKERS: dict[tuple[str, str], tuple[Maker, str]] = {
    ("pdf", "page"): (lambda clean, text: pdf(f"{clean} {text}"), "page 1"),
    ("pdf", "author"): (_pdf_property("/Author"), "property Author"),
    ("pdf", "own property"): (_pdf_property("/Remarks"), "property Remarks"),
    ("pdf", "annotation"): (_pdf_annotation, "annotation on page 1"),
    ("pdf", "form field"): (_pdf_field, "form field remarks"),
    ("pdf", "bookmark"): (_pdf_bookmark, "bookmark "),
    ("pdf", "name of an enclosed file"): (_pdf_enclosed, "name of an enclosed file "),
    ("docx", "text"): (_docx(), "text "),
    ("docx", "text in two runs"): (_docx("", _in_two_runs), "text "),
    ("docx", "deleted text"): (_docx("", _deleted), "text "),
    ("docx", "alternative text"): (_docx("", _described), "text "),
    ("docx", "header"): (_docx("word/header1.xml"), "header "),
    ("docx", "footer"): (_docx("word/footer2.xml"), "footer "),
    ("docx", "footnote"): (_docx("word/footnotes.xml"), "footnote "),
    ("docx", "comment"): (_docx("word/comments.xml"), "comment "),
    ("docx", "author"): (_docx("docProps/core.xml", _core("creator")), "property creator"),
    ("docx", "title"): (_docx("docProps/core.xml", _core("title")), "property title"),
    ("docx", "own property"): (_docx("docProps/custom.xml", _custom), "property Remarks"),
    ("pptx", "slide"): (_pptx("ppt/slides/slide2.xml"), "slide 2"),
    ("pptx", "speaker notes"): (_pptx("ppt/notesSlides/notesSlide1.xml"), "speaker notes of slide 1"),
    ("pptx", "comment"): (_pptx("ppt/comments/comment1.xml"), "comment "),
    ("dicom", "comments"): (_dicom_tag("PatientComments"), "tag PatientComments"),
    ("dicom", "description of the series"): (_dicom_tag("SeriesDescription"), "tag SeriesDescription"),
    ("dicom", "private tag"): (_dicom_private, "tag (0011,1010)"),
    ("dicom", "structured report"): (_dicom_report, "tag TextValue"),
}  # fmt: skip
