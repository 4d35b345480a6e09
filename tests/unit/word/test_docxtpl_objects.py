"""docxtpl's objects in a context: each kind prints what it prints in docxtpl itself."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, TypedDict

import pytest
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, RichText, RichTextParagraph
from lxml import etree
from PIL import Image

from ita_docs.ooxml.package import pack, read_package, write_package
from ita_docs.problems import RenderingError, TemplateError
from ita_docs.word import Template, check_template, load_template, refill_chart, render_document
from ita_docs.word.docxtpl_way import OpenedDocument
from tests.forms import NS, PROPERTIES, TEMPLATES, Charts, make_docx, paragraph
from tests.parity import make_template, parts_of, render_with_docxtpl


class Line(TypedDict):
    words: RichText
    stamp: InlineImage


class Notes(TypedDict):
    title: str
    note: RichText
    block: RichTextParagraph
    list: Listing
    stamp: InlineImage
    lines: list[Line]
    charts: Charts


def make_stamp(colour: str = "red", kind: str = "PNG", size: tuple[int, int] = (30, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def make_context(opened: DocxTemplate | None = None) -> dict[str, Any]:
    """The same words and pictures for here (bound to no document) and for docxtpl."""

    def picture(colour: str) -> InlineImage:
        return InlineImage(opened, io.BytesIO(make_stamp(colour)), width=Mm(30))

    note = RichText("หนา & <กอง>\nใหม่\tแท็บ", bold=True, color="#FF0000", font="TH Sarabun New")
    note.add("ต่อ\aย่อหน้า\fหน้า", italic=True)
    block = RichTextParagraph("ย่อหน้า & หนึ่ง", parastyle="ItaBody")
    block.add(RichText("สอง", underline=True))
    return {
        "title": "R&D <กอง>",
        "note": note,
        "block": block,
        "list": Listing("บน & ล่าง\nใหม่\tแท็บ\aย่อหน้า\fหน้า"),
        "stamp": picture("red"),
        "lines": [
            {"words": RichText(name), "stamp": picture(colour)}
            for name, colour in (("ก", "blue"), ("ข", "green"), ("ค", "blue"))
        ],
        "charts": {},
    }


def load(content: bytes, schema: Any = Notes) -> Template:
    return load_template("t.docx", schema=schema, refill=refill_chart, content=content)


def table_of(row: str) -> str:
    def cell(text: str) -> str:
        return f"<w:tc><w:tcPr/>{paragraph(text)}</w:tc>"

    return (
        '<w:tbl><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>'
        f"<w:tr>{cell('{%tr for line in lines %}')}</w:tr><w:tr>{cell(row)}</w:tr>"
        f"<w:tr>{cell('{%tr endfor %}')}</w:tr></w:tbl>"
    )


BODIES = {
    "rich text": paragraph("ก {{r note }} ข {{ title }}"),
    "rich text alone": paragraph("{{r note}}"),
    "rich text cut by Word": "<w:p><w:r><w:t>{{</w:t></w:r><w:r><w:t>r no</w:t></w:r>"
    "<w:r><w:rPr><w:b/></w:rPr><w:t>te }}</w:t></w:r></w:p>",
    "rich text in a loop of rows": table_of("{{ loop.index }} {{r line.words }}"),
    "rich text on condition": paragraph("{% if title %}{{r note }}{% endif %}"),
    "paragraphs of rich text": paragraph("ก") + paragraph("{{p block }}") + paragraph("ข"),
    "a listing": "<w:p><w:pPr><w:jc w:val='left'/></w:pPr><w:r><w:rPr><w:b/></w:rPr>"
    "<w:t>ก {{ list }} ข</w:t></w:r></w:p>",
    "a picture": paragraph("ก {{ stamp }} ข"),
    "pictures in a loop of rows": table_of("{{ line.stamp }}"),
    "one picture twice": paragraph("{{ stamp }}{{ stamp }}"),
    "everything": paragraph("{{r note }}{{ stamp }}{{ list }}") + paragraph("{{p block }}"),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_an_object_prints_what_it_prints_in_docxtpl(body: str) -> None:
    content = make_template(body)
    docx = render_document(load(content), make_context(), properties=PROPERTIES)
    opened = DocxTemplate(io.BytesIO(content))
    opened.init_docx()
    theirs = render_with_docxtpl(opened, make_context(opened))
    ours = parts_of(docx)
    for name, expected in parts_of(theirs).items():
        assert ours[name] == expected, name
    assert media_of(docx) == media_of(theirs)
    assert targets_of(docx, "document") == targets_of(theirs, "document")


def media_of(docx: bytes) -> dict[str, bytes]:
    members = read_package(docx)
    return {name: members[name].content() for name in members if name.startswith("word/media/")}


def targets_of(docx: bytes, part: str) -> set[tuple[str, ...]]:
    rels = etree.fromstring(read_package(docx)[f"word/_rels/{part}.xml.rels"].content())
    return {tuple(rel.get(name, "") for name in ("Id", "Type", "Target")) for rel in rels}


def test_a_picture_in_a_header_belongs_to_the_header() -> None:
    loop = "{% for line in lines %}{{ line.stamp }}{% endfor %}"
    content = make_template(paragraph("{{ stamp }}"), paragraph(loop))
    docx = render_document(load(content), make_context(), properties=PROPERTIES)
    opened = DocxTemplate(io.BytesIO(content))
    opened.init_docx()
    theirs = render_with_docxtpl(opened, make_context(opened))
    assert targets_of(docx, "header1") == targets_of(theirs, "header1")
    assert parts_of(docx)["word/header1.xml"] == parts_of(theirs)["word/header1.xml"]
    assert len(media_of(docx)) == 3


def test_texts_and_listings_open_no_document_and_pictures_open_one_per_office(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = load(make_template(paragraph("{{r note }}{{ list }}") + paragraph("{{p block }}")))
    pictures = load(make_template(paragraph("{{ stamp }}")))
    opened: list[Any] = []
    real = OpenedDocument.__init__
    monkeypatch.setattr(
        OpenedDocument, "__init__", lambda self, *given: opened.append(real(self, *given))
    )
    render_document(texts, make_context(), properties=PROPERTIES)
    assert opened == []
    for _ in range(2):
        render_document(pictures, make_context(), properties=PROPERTIES)
    assert len(opened) == 2


def test_a_document_with_pictures_comes_out_the_same_twice_and_leaves_no_trace() -> None:
    template = load(make_template(paragraph("{{ title }}{{ stamp }}")))
    context = make_context()
    first = render_document(template, context, properties=PROPERTIES)
    other = {**make_context(), "stamp": InlineImage(None, io.BytesIO(make_stamp("black", "JPEG")))}
    render_document(template, other, properties=PROPERTIES)
    assert render_document(template, context, properties=PROPERTIES) == first
    again = load(make_template(paragraph("{{ title }}{{ stamp }}")))
    assert render_document(again, make_context(), properties=PROPERTIES) == first


def test_pictures_stand_beside_refilled_charts_an_emblem_and_another_font() -> None:
    from ita_docs.documents.measures import Context
    from tests.golden.cases import load_context

    class Stamped(Context):
        stamp: InlineImage

    members = read_package((TEMPLATES / "announcement.docx").read_bytes())
    document = members["word/document.xml"].content().decode()
    document = document.replace("<w:sectPr", paragraph("{{ stamp }}") + "<w:sectPr", 1)
    members["word/document.xml"] = pack("word/document.xml", document.encode())
    template = load(write_package(members.values()), Stamped)
    context: Any = load_context("announcement-phuket")
    plain = load_template("announcement", schema=Context, refill=refill_chart)
    for present in (True, False):
        if not present:
            context["charts"]["cpi"] |= {"present": False, "labels": [], "points": []}
        stamped = {**context, "stamp": InlineImage(None, io.BytesIO(make_stamp()))}
        options: Any = {
            "properties": PROPERTIES,
            "emblem": make_stamp("gold"),
            "font": "TH Niramit AS",
        }
        docx = render_document(template, stamped, **options)
        without = render_document(plain, context, **options)
        new = set(read_package(docx)) - set(read_package(without))
        assert len(new) == 1, new
        for name, member in read_package(without).items():
            if name.startswith(("word/charts/chart", "word/embeddings/", "word/media/")):
                assert read_package(docx)[name].content() == member.content(), name


# --- what stays refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag",
    [
        "{{r title }}", "{{p title }}", "{{tr title }}", "{{tc title }}", "{{r note|upper }}",
        "{{r title or note }}", "{{p note }}", "{{r block }}", "{{r list }}", "{{r stamp }}",
        "{{ note }}", "{{ block }}", "{{ note ~ '' }}", "{{ note|string }}", "{{ list|upper }}",
        "{{ note|_r }}", "{{ note | _r }}", "{{ note|\u200b_r }}", "{{r note|_r }}",
        "{{ title|_p }}",
        "{{ stamp.tpl }}", "{{ note.xml }}", "{{ list or title }}", "{{ [note]|join }}",
        "{{tr note }}", "{{-r note }}", "{{ stamp if title else note }}", "{{ lines }}",
    ],
)  # fmt: skip
def test_an_object_is_printed_alone_and_in_its_own_place_only(tag: str, tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(make_docx(paragraph(f"ก {tag}")))
    problems = check_template(str(path), schema=Notes, refill=refill_chart).problems
    assert problems
    assert {problem.code for problem in problems} <= {
        "template-construct-refused",
        "template-unknown-placeholder",
        "template-syntax",
    }


def test_objects_of_a_list_are_not_joined() -> None:
    class Many(TypedDict):
        notes: list[RichText]
        charts: Charts

    for body in (paragraph("{{ notes|join }}"), paragraph("{{ notes|first }}")):
        with pytest.raises(TemplateError) as caught:
            load(make_docx(body), Many)
        assert caught.value.code == "template-construct-refused"
    content = make_docx(
        paragraph("{%p for note in notes %}")
        + paragraph("{{r note }}")
        + paragraph("{%p endfor %}")
    )
    context = {"notes": [RichText("ก"), RichText("ข")], "charts": {}}
    docx = render_document(load(content, Many), context, properties=PROPERTIES)
    assert "ก" in parts_of(docx)["word/document.xml"]


@pytest.mark.parametrize("place", ["attribute", "footnotes"])
def test_an_object_where_docxtpl_cannot_print_it_is_refused_when_the_template_is_loaded(
    place: str,
) -> None:
    if place == "attribute":
        content = make_template('<w:p><w:r><w:t w:x="{{ stamp }}">ก</w:t></w:r></w:p>')
    else:
        content = make_template(paragraph("ก"), notes=paragraph("{{ stamp }}"))
    with pytest.raises(TemplateError) as caught:
        load(content)
    assert caught.value.code == "template-not-rendered"


def test_a_text_still_holds_no_control_character_beside_an_object() -> None:
    template = load(make_template(paragraph("{{ title }}{{ list }}")))
    for title in ("ก\aข", "ก\fข"):
        with pytest.raises(RenderingError):
            render_document(template, {**make_context(), "title": title}, properties=PROPERTIES)
    spelled = {**make_context(), "title": "<?page\n?>"}
    docx = render_document(template, spelled, properties=PROPERTIES)
    assert "&lt;?page" in parts_of(docx)["word/document.xml"]


@pytest.mark.parametrize("xml", ["<w:altChunk/>", "<w:fldSimple w:instr='DDE x'/>", "<w:object/>"])
def test_what_an_object_brings_is_looked_through_as_the_template_was(xml: str) -> None:
    template = load(make_template(paragraph("{{r note }}")))
    note = RichText("ก")
    note.xml += xml
    with pytest.raises(TemplateError):
        render_document(template, {**make_context(), "note": note}, properties=PROPERTIES)


@pytest.mark.parametrize(
    ("picture", "anchor"),
    [
        (make_stamp(kind="GIF"), None),
        (make_stamp(kind="BMP"), None),
        (make_stamp()[:-20], None),
        (make_stamp(), "file:///etc/passwd"),
        (make_stamp(), "javascript:1"),
    ],
)
def test_a_picture_obeys_the_rules_of_a_templates_pictures(
    picture: bytes, anchor: str | None
) -> None:
    template = load(make_template(paragraph("{{ stamp }}")))
    stamp = InlineImage(None, io.BytesIO(picture), anchor=anchor)
    with pytest.raises(TemplateError):
        render_document(template, {**make_context(), "stamp": stamp}, properties=PROPERTIES)


def test_a_picture_may_lead_to_the_web() -> None:
    template = load(make_template(paragraph("{{ stamp }}")))
    stamp = InlineImage(None, io.BytesIO(make_stamp()), anchor="https://example.org/")
    docx = render_document(template, {**make_context(), "stamp": stamp}, properties=PROPERTIES)
    assert "https://example.org/" in {target for _, _, target in targets_of(docx, "document")}


@pytest.mark.parametrize(
    "note", ["a plain text", None, Listing("ก"), RichText("ก", url_id="rId99")]
)
def test_a_value_that_is_not_of_the_schemas_kind_is_refused(note: Any) -> None:
    template = load(make_template(paragraph("{{r note }}")))
    with pytest.raises(TypeError, match="note is no RichText"):
        render_document(template, {**make_context(), "note": note}, properties=PROPERTIES)


def test_a_schema_of_other_types_is_refused() -> None:
    class Odd(TypedDict):
        when: bytes

    with pytest.raises(TypeError, match="when"):
        load(make_docx(paragraph("ก")), Odd)


def test_drawings_keep_ids_of_their_own() -> None:
    template = load(
        make_template(paragraph("{{ stamp }}{{ stamp }}") + table_of("{{ line.stamp }}"))
    )
    docx = render_document(template, make_context(), properties=PROPERTIES)
    root = etree.fromstring(read_package(docx)["word/document.xml"].content())
    ids = root.xpath("//wp:docPr/@id", namespaces=NS)
    assert len(set(ids)) == len(ids) == 5
