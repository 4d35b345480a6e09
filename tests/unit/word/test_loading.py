from __future__ import annotations

import pickle
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from ita_docs.ooxml.package import pack, read_package, write_package
from ita_docs.problems import TemplateError
from ita_docs.word import (
    check_template,
    load_template,
    refill_chart,
    render_document,
)
from ita_docs.word.loading import read_built_in
from ita_docs.wording import write_line
from tests.forms import (
    PROPERTIES,
    SMALL,
    Small,
    W,
    load_small,
    make_docx,
    paragraph,
    read_part,
    read_words,
)


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (paragraph("ชื่อ {{ nobody }}"), "template-unknown-placeholder", ["nobody", "ชื่อ"]),
        (paragraph("ชื่อ {{ rows[0].nobody }}"), "template-unknown-placeholder", ["rows[].nobody"]),
        (
            paragraph("{%p for row in rows %}")
            + paragraph("{{ row.nam }}")
            + paragraph("{%p endfor %}"),
            "template-unknown-placeholder",
            ["rows[].nam"],
        ),
        (
            paragraph("{% if wide and not wide %}{{ unseen }}{% endif %}"),
            "template-unknown-placeholder",
            ["unseen"],
        ),
        (paragraph("ต้น") + paragraph("ค้าง {{ title }"), "template-tag-unclosed", ["ค้าง"]),
        (paragraph("ค้าง {{ title title }}"), "template-syntax", ["ค้าง"]),
        (paragraph("{%p if wide %}") + paragraph("ก"), "template-block-unpaired", ["endif"]),
        (paragraph("หาร {{ title / 2 }}"), "template-construct-refused", ["หาร", "/"]),
        (paragraph("เทียบ {% if title > 2 %}{% endif %}"), "template-text-compared", ["เทียบ"]),
        (paragraph("{{ title.__class__.__mro__ }}"), "template-unknown-placeholder", ["__class__"]),
        (paragraph("{{ ''.__class__ }}"), "template-unknown-placeholder", ["__class__"]),
    ],
)
def test_a_fault_of_a_template_names_the_tag_the_part_and_the_paragraph(
    body: str, code: str, said: list[str], tmp_path: Path
) -> None:
    with pytest.raises(TemplateError) as caught:
        load_small(tmp_path, body)
    assert caught.value.code == code
    assert str(caught.value.at) == "template.docx: word/document.xml"
    for lang in ("th", "en"):
        line = write_line(caught.value, lang)  # type: ignore[arg-type]
        assert all(word in line for word in said), line


def test_a_tag_in_a_header_is_filled_and_checked(tmp_path: Path) -> None:
    header = f'<w:hdr xmlns:w="{W}">{paragraph("{{ TAG }}")}</w:hdr>'
    template = load_small(tmp_path, paragraph("ก"), header1=header.replace("TAG", "title"))
    docx = render_document(template, SMALL, properties=PROPERTIES)
    assert read_words(read_part(docx, "word/header1.xml")) == ["หนึ่ง"]
    with pytest.raises(TemplateError, match=r"template\.docx: word/header1\.xml.*nobody"):
        load_small(tmp_path, paragraph("ก"), header1=header.replace("TAG", "nobody"))


def test_a_tag_where_nothing_is_filled_is_refused(tmp_path: Path) -> None:
    settings = f'<w:settings xmlns:w="{W}"><w:decimalSymbol w:val="{{{{ title }}}}"/></w:settings>'
    with pytest.raises(TemplateError, match=r"word/settings\.xml") as caught:
        load_small(tmp_path, paragraph("ก"), settings=settings)
    assert caught.value.code == "template-tag-misplaced"


def pack_open_document() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<a/>")
    return file.getvalue()


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 half"])
def test_what_is_no_word_file_is_unreadable(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "แม่แบบ.docx"
    path.write_bytes(content)
    with pytest.raises(TemplateError) as caught:
        load_template(str(path), schema=Small, refill=refill_chart)
    assert caught.value.code == "template-unreadable"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"%PDF-1.7 ...", "it is a PDF"),
        (b"{\\rtf1 ...", "it is an RTF file"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "it is XML or a web page"),
        (b"\0" * 162, "it is no Word file"),  # what Word leaves beside a file that is open
        (read_built_in("memo")[:3000], "the file is incomplete or damaged"),
        (pack_open_document(), "it is a LibreOffice file (.odt)"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_name(
    content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "แม่แบบ.docx"
    path.write_bytes(content)
    (problem,) = check_template(str(path), schema=Small, refill=refill_chart).problems
    assert problem.code == "template-unreadable"
    assert f"({said})" in write_line(problem, "en")


def test_broken_xml_and_missing_parts_are_unreadable(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="template-unreadable") as caught:
        load_small(tmp_path, "<w:p>")
    assert caught.value.code == "template-unreadable"


def test_a_template_that_is_not_there_names_the_built_in_ones(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="announcement, followup, memo, report") as caught:
        load_template(str(tmp_path / "none.docx"), schema=Small, refill=refill_chart)
    assert caught.value.code == "template-missing"


def test_template_errors_survive_the_way_between_processes(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        load_small(tmp_path, paragraph("{{ nobody }}"))
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


NEEDED = {"title": ("title",), "rows[].name": ("rows",)}


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("เอกสารที่ไม่ใช่แม่แบบ", "{{ title }}, {{ rows[].name }}"),
        ("{{ title }}", "{{ rows[].name }}"),
        ("{% if title %}{% for row in rows %}{{ row.name }}{% endfor %}{% endif %}", "{{ title }}"),
        ("{{ title }}{% for row in rows %}{% for line in row.lines %}{{ line }}{% endfor %}"
         "{% endfor %}", ""),
        ("{{ title|upper if wide else '-' }}{% for row in rows %}{{ row.name }}{% endfor %}", ""),
    ],
)  # fmt: skip
def test_a_template_must_print_what_no_document_can_do_without(
    body: str, missing: str, tmp_path: Path
) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(make_docx(paragraph(body)))
    found = check_template(str(path), schema=Small, refill=refill_chart, needed=NEEDED).problems
    if not missing:
        assert found == ()
        return
    (problem,) = found
    assert problem.code == "template-placeholder-missing"
    assert problem.values["names"] == missing
    with pytest.raises(TemplateError):
        load_template(str(path), schema=Small, refill=refill_chart, needed=NEEDED)


def test_a_document_without_styles_is_a_template_too(tmp_path: Path) -> None:
    members = read_package(make_docx(paragraph("{{ title }}")))
    del members["word/styles.xml"]
    for listing in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        root = etree.fromstring(members[listing].content())
        for entry in list(root):
            if "styles.xml" in (entry.get("PartName") or entry.get("Target") or ""):
                root.remove(entry)
        members[listing] = pack(listing, etree.tostring(root))
    path = tmp_path / "t.docx"
    path.write_bytes(write_package(members.values()))
    template = load_template(str(path), schema=Small, refill=refill_chart)
    assert template.font == "TH SarabunPSK"  # the theme's
    docx = render_document(template, SMALL, properties=PROPERTIES)
    assert read_words(read_part(docx, "word/document.xml")) == ["หนึ่ง"]
