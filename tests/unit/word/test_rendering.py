from __future__ import annotations

import copy
import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate

from ita_docs.documents.context import Context
from ita_docs.model import FiscalYear
from ita_docs.ooxml.package import pack, read_package, write_package
from ita_docs.problems import TemplateError
from ita_docs.word import (
    DocumentProperties,
    Template,
    load_template,
    refill_chart,
    render_document,
)
from ita_docs.wording import write_line
from tests.forms import (
    NS,
    PROPERTIES,
    SMALL,
    TEMPLATES,
    W,
    load_small,
    make_docx,
    make_picture,
    paragraph,
    read_names,
    read_part,
    read_words,
    render_small,
)
from tests.golden.cases import load_context


@pytest.fixture(scope="module")
def announcement() -> Template:
    return load_template("announcement", schema=Context, refill=refill_chart)


@pytest.fixture
def phuket() -> Any:
    return load_context("announcement-phuket")


# --- charts -------------------------------------------------------------------------------------


@pytest.fixture
def six_years() -> Any:
    """An office with a CPI chart and a history."""
    return load_context("announcement-seven-columns")


def test_both_charts_and_their_workbooks_are_refilled(
    announcement: Template, six_years: Any
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    docx = render_document(announcement, six_years, properties=PROPERTIES)
    for number, name in ((1, "cpi"), (2, "history")):
        data = six_years["charts"][name]
        chart = read_part(docx, f"word/charts/chart{number}.xml")
        assert chart.xpath("//c:val//c:v/text()", namespaces=NS) == data["points"]
        assert chart.xpath("//c:cat//c:v/text()", namespaces=NS) == data["labels"]
        workbook = read_package(docx)[f"word/embeddings/chart{number}.xlsx"].content()
        rows = list(openpyxl.load_workbook(io.BytesIO(workbook)).active.values)
        assert rows[0] == (None, data["series"])
        assert [(label, f"{point:.2f}") for label, point in rows[1:]] == list(
            zip(data["labels"], data["points"], strict=True)
        )


def test_a_chart_of_many_bars_is_higher_and_the_others_are_not(
    announcement: Template, six_years: Any
) -> None:
    six_years["charts"]["cpi"] |= {"labels": ["ก"] * 12, "points": ["50"] * 12}
    docx = render_document(announcement, six_years, properties=PROPERTIES)
    document = read_part(docx, "word/document.xml")
    heights = document.xpath("//wp:inline[.//c:chart]/wp:extent/@cy", namespaces=NS)
    # 6.2 cm and half of it more; 6.4 and 5.4 cm as drawn
    assert heights == ["2304000", "3348000", "1944000"]


def test_a_year_without_a_result_is_a_gap_with_its_label(
    announcement: Template, six_years: Any
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    six_years["charts"]["history"]["points"][2] = ""
    docx = render_document(announcement, six_years, properties=PROPERTIES)
    chart = read_part(docx, "word/charts/chart2.xml")
    assert chart.xpath("//c:cat//c:v/text()", namespaces=NS)[2] == "๒๕๖๕"
    assert chart.xpath("//c:val//c:pt/@idx", namespaces=NS) == ["0", "1", "3", "4", "5"]
    assert chart.xpath("//c:val//c:ptCount/@val", namespaces=NS) == ["6"]
    workbook = read_package(docx)["word/embeddings/chart2.xlsx"].content()
    rows = list(openpyxl.load_workbook(io.BytesIO(workbook)).active.values)
    assert rows[3] == ("๒๕๖๕", None)


def test_a_chart_left_out_leaves_nothing_behind(announcement: Template, six_years: Any) -> None:
    six_years["charts"]["cpi"] |= {"present": False, "labels": [], "points": []}
    docx = render_document(announcement, six_years, properties=PROPERTIES)
    names = read_names(docx)
    assert not [name for name in names if "chart1" in name]
    assert "word/charts/chart2.xml" in names
    package = read_package(docx)
    for listing in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        assert b"chart1" not in package[listing].content()
    assert "CPI" not in "".join(read_words(read_part(docx, "word/document.xml")))


def _with_document(name: str, old: str, new: str) -> bytes:
    members = read_package((TEMPLATES / name).read_bytes())
    document = members["word/document.xml"].content().decode()
    assert old in document
    members["word/document.xml"] = pack("word/document.xml", document.replace(old, new).encode())
    return write_package(members.values())


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{{ charts.cpi.alt_text }}", "แผนภูมิ", "template-chart-unbound"),
        ("{{ charts.cpi.alt_text }}", "{{ charts.gdp.alt_text }}", "template-unknown-placeholder"),
        ('w:val="if charts.cpi.present"', 'w:val="if true"', "template-chart-unguarded"),
    ],
)
def test_a_chart_that_would_keep_its_sample_numbers_is_refused(
    old: str, new: str, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(_with_document("report.docx", old, new))
    with pytest.raises(TemplateError) as caught:
        load_template(str(path), schema=Context, refill=refill_chart)
    assert caught.value.code == code
    assert "t.docx: word/" in write_line(caught.value, "en")


# --- font, properties ----------------------------------------------------------------------------


def test_another_font_replaces_the_default_everywhere(announcement: Template, phuket: Any) -> None:
    font = 'TH "Niramit" & AS'
    docx = render_document(announcement, phuket, properties=PROPERTIES, font=font)
    for name, member in read_package(docx).items():
        if name.endswith(".xml"):
            assert b"SarabunPSK" not in member.content(), name
    styles = read_part(docx, "word/styles.xml")
    assert set(styles.xpath("//w:rFonts/@w:cs", namespaces=NS)) == {font}
    chart = read_part(docx, "word/charts/chart1.xml")
    assert set(chart.xpath("//a:cs/@typeface", namespaces=NS)) == {font}
    assert render_document(announcement, phuket, properties=PROPERTIES, font=font) == docx


def test_a_font_is_replaced_only_where_the_template_names_one(tmp_path: Path) -> None:
    bare = f'<w:styles xmlns:w="{W}"/>'
    theme = (
        f'<a:theme xmlns:a="{NS["a"]}"><a:minorFont><a:latin typeface="{{}}"/></a:minorFont>'
        "</a:theme>"
    )
    named = load_small(
        tmp_path, paragraph("ก"), styles=bare, **{"theme/theme1": theme.format("Angsana New")}
    )
    docx = render_document(named, SMALL, properties=PROPERTIES, font="TH Niramit AS")
    assert b"TH Niramit AS" in read_package(docx)["word/theme/theme1.xml"].content()
    unnamed = load_small(
        tmp_path, paragraph("ก"), styles=bare, **{"theme/theme1": theme.format("")}
    )
    with pytest.raises(TemplateError) as caught:
        render_document(unnamed, SMALL, properties=PROPERTIES, font="TH Niramit AS")
    assert caught.value.code == "template-font-unnamed"


def test_a_question_whether_a_name_is_there_is_no_placeholder(tmp_path: Path) -> None:
    words = read_words(
        render_small(tmp_path, paragraph("{{ 'มี' if nobody is defined else 'ไม่มี' }}"))
    )
    assert words == ["ไม่มี"]


def test_the_properties_say_what_made_the_document(announcement: Template, phuket: Any) -> None:
    properties = DocumentProperties(
        "ชื่อ & เรื่อง", "สพป.<ก>", FiscalYear(2563), "9.9", "f" * 64, datetime.date(2020, 1, 15)
    )
    docx = render_document(announcement, phuket, properties=properties)
    core = {
        str(node.tag).rpartition("}")[2]: node.text for node in read_part(docx, "docProps/core.xml")
    }
    assert core["title"] == "ชื่อ & เรื่อง"
    assert core["creator"] == core["lastModifiedBy"] == "สพป.<ก>"
    assert core["language"] == "th-TH"
    assert core["created"] == core["modified"] == "2020-01-15T00:00:00Z"
    custom = "".join(read_part(docx, "docProps/custom.xml").itertext())
    assert custom == "9.9" + "f" * 64 + "2563"


def test_without_a_date_the_properties_take_the_first_day_of_the_fiscal_year(
    announcement: Template, phuket: Any
) -> None:
    docx = render_document(announcement, phuket, properties=PROPERTIES)
    core = b"".join(
        read_package(docx)[f"docProps/{part}.xml"].content() for part in ("core", "app")
    )
    assert core.count(b"2019-10-01T00:00:00Z") == 2


# --- bytes and work -----------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(phuket: Any) -> None:
    made = {
        render_document(
            load_template("announcement", schema=Context, refill=refill_chart),
            phuket,
            properties=PROPERTIES,
        )
        for _ in range(2)
    }
    assert len(made) == 1


def test_one_office_leaves_no_trace_in_the_next(announcement: Template, phuket: Any) -> None:
    first = render_document(announcement, phuket, properties=PROPERTIES)
    other = load_context("announcement-no-weak")
    render_document(announcement, other, properties=PROPERTIES, emblem=make_picture(3, 4), font="X")
    assert render_document(announcement, phuket, properties=PROPERTIES) == first


def test_the_context_is_not_changed(announcement: Template, phuket: Any) -> None:
    before = copy.deepcopy(phuket)
    render_document(announcement, phuket, properties=PROPERTIES)
    assert phuket == before


def test_what_an_office_does_not_change_is_copied_as_it_is(
    announcement: Template, phuket: Any
) -> None:
    template = read_package((TEMPLATES / "announcement.docx").read_bytes())
    docx = read_package(render_document(announcement, phuket, properties=PROPERTIES))
    for part in ("word/styles.xml", "word/theme/theme1.xml", "word/numbering.xml"):
        assert docx[part] == template[part]


def test_no_template_is_compiled_while_offices_are_rendered(
    announcement: Template, phuket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jinja2 import Environment

    render_document(announcement, phuket, properties=PROPERTIES)
    monkeypatch.setattr(Environment, "compile", None)
    monkeypatch.setattr(Environment, "parse", None)
    monkeypatch.setattr(DocxTemplate, "patch_xml", None)
    assert render_document(announcement, phuket, properties=PROPERTIES)


def test_nothing_of_the_machine_comes_into_a_template_by_chance(tmp_path: Path) -> None:
    for body in ("{{ [1, 2]|random }}", "{{ lipsum() }}"):
        with pytest.raises(TemplateError):
            load_small(tmp_path, paragraph(body))


def test_the_small_template_is_a_word_file_itself(tmp_path: Path) -> None:
    assert read_names(make_docx(paragraph("ก")))[0] == "[Content_Types].xml"
    assert render_small(tmp_path, paragraph("ก")) is not None
