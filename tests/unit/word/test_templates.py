from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from ita_docs.documents.measures import Context
from ita_docs.ooxml.package import read_package
from ita_docs.word import BUILT_IN_TEMPLATES, load_template, refill_chart, render_document
from ita_docs.word.placeholders import read_schema
from tests.forms import NS, PROPERTIES, TEMPLATES, W, read_part, read_words
from tests.golden.cases import CASES, load_context, render_case

ROOT = Path(__file__).parents[3]
NODE = Path(__file__).parents[2] / "node"
VALIDATOR = NODE / "node_modules" / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"
# What a template has no need to say: the charts' numbers reach the page through the charts.
UNSAID = {
    "office.short_name",
    "instruments[].name",
    "plan.rows[].indicator_number",
    *(
        f"charts.{name}.{key}"
        for name in ("cpi", "history")
        for key in ("series", "labels[]", "points[]")
    ),
    "charts.cpi.years",
}


def read_template_part(name: str, part: str) -> etree._Element:
    return read_part((TEMPLATES / f"{name}.docx").read_bytes(), part)


# --- the contract with the context --------------------------------------------------------------


def test_every_field_of_the_context_is_said_by_a_template_and_no_other() -> None:
    said: set[str] = set()
    for name in BUILT_IN_TEMPLATES:
        said |= load_template(name, schema=Context, refill=refill_chart).placeholders
    assert said == set(read_schema(Context).leaves()) - UNSAID


def test_the_readme_lists_every_field_of_the_context() -> None:
    readme = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    for path in read_schema(Context).leaves():
        key = path.removesuffix("[]").rpartition(".")[2]
        assert f"`{path.removesuffix('[]')}`" in readme or f".{key}" in readme, path


# --- Thai set right -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_every_style_sets_font_size_and_weight_for_thai_too(name: str) -> None:
    styles = read_template_part(name, "word/styles.xml")
    runs = styles.findall(".//w:rPr", NS)
    assert len(runs) > 15
    for run in runs:
        fonts, size = run.find("w:rFonts", NS), run.find("w:sz", NS)
        thai_size = run.find("w:szCs", NS)
        assert fonts is not None
        assert {fonts.get(f"{{{W}}}{kind}") for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {
            "TH SarabunPSK"
        }
        assert not [key for key in fonts.keys() if key.endswith("Theme")]  # noqa: SIM118
        assert size is not None
        assert thai_size is not None
        assert size.get(f"{{{W}}}val") == thai_size.get(f"{{{W}}}val")
        assert (run.find("w:b", NS) is None) == (run.find("w:bCs", NS) is None)
        assert run.xpath("w:lang/@w:bidi", namespaces=NS) == ["th-TH"]
    default = styles.xpath("string(//w:docDefaults//w:szCs/@w:val)", namespaces=NS)
    assert default == "32"  # 16 pt in half points


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_theme_settings_and_charts_are_set_for_thai_too(name: str) -> None:
    theme = read_template_part(name, "word/theme/theme1.xml")
    assert theme.xpath("//a:cs/@typeface", namespaces=NS) == ["TH SarabunPSK"] * 2
    assert theme.xpath("//a:font[@script='Thai']/@typeface", namespaces=NS) == ["TH SarabunPSK"] * 2
    settings = read_template_part(name, "word/settings.xml")
    assert settings.xpath("//w:themeFontLang/@w:bidi", namespaces=NS) == ["th-TH"]
    mode = "//w:compatSetting[@w:name='compatibilityMode']/@w:val"
    assert settings.xpath(mode, namespaces=NS) == ["15"]
    for number in (1, 2):
        chart = read_template_part(name, f"word/charts/chart{number}.xml")
        for latin in chart.iter(f"{{{NS['a']}}}latin"):
            following = latin.getnext()
            assert following is not None
            assert following.tag == f"{{{NS['a']}}}cs"
            assert following.get("typeface") == latin.get("typeface") == "TH SarabunPSK"
        formats = chart.xpath("//c:dLbls/c:numFmt/@formatCode", namespaces=NS)
        assert formats == ["[$-D00041E]0.00"]
        scale = chart.xpath(
            "//c:valAx/c:scaling/c:min/@val|//c:valAx/c:scaling/c:max/@val", namespaces=NS
        )
        assert sorted(scale) == ["0", "100"]


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_the_page_is_the_one_of_official_letters(name: str) -> None:
    document = read_template_part(name, "word/document.xml")
    margins = document.find(".//w:pgMar", NS)
    assert margins is not None
    sides = {
        side: int(margins.get(f"{{{W}}}{side}", "0")) for side in ("top", "left", "bottom", "right")
    }
    assert sides == {"top": 1134, "left": 1701, "bottom": 1134, "right": 1134}  # 2, 3, 2, 2 cm
    assert document.xpath("//w:pgSz/@w:w|//w:pgSz/@w:h", namespaces=NS) == ["11906", "16838"]
    assert document.find(".//w:titlePg", NS) is not None
    header = read_template_part(name, "word/header1.xml")
    assert "PAGE \\* ThaiArabic" in "".join(header.itertext())
    first = read_template_part(name, "word/header2.xml")
    assert read_words(first) == [""]


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_every_paragraph_says_its_style_so_that_word_can_restyle_it(name: str) -> None:
    document = read_template_part(name, "word/document.xml")
    styles = read_template_part(name, "word/styles.xml")
    known = set(styles.xpath("//w:style/@w:styleId", namespaces=NS))
    used = [node.get(f"{{{W}}}val") for node in document.iter(f"{{{W}}}pStyle")]
    assert len(used) == len(list(document.iter(f"{{{W}}}p")))
    assert set(used) <= known
    assert not document.xpath("//w:r/w:rPr", namespaces=NS)


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_the_text_flows_and_headings_stay_with_what_is_under_them(name: str) -> None:
    styles = read_template_part(name, "word/styles.xml")
    assert not styles.xpath("//w:pageBreakBefore", namespaces=NS)
    headings = styles.xpath("//w:style[w:pPr/w:outlineLvl]", namespaces=NS)
    assert len(headings) >= 3
    for heading in headings:
        assert heading.find("w:pPr/w:keepNext", NS) is not None, heading.get(f"{{{W}}}styleId")


def test_the_heading_row_repeats_and_no_row_breaks() -> None:
    document = read_part(render_case("announcement-phuket"), "word/document.xml")
    rows = document.findall(".//w:tbl/w:tr", NS)
    assert len(rows) == 5
    assert [row.find("w:trPr/w:tblHeader", NS) is not None for row in rows] == [True] + [False] * 4
    assert all(row.find("w:trPr/w:cantSplit", NS) is not None for row in rows)


def test_the_signature_stays_together_and_with_the_text_before_it() -> None:
    docx = render_case("announcement-lowest")
    document = read_part(docx, "word/document.xml")
    styles = read_part(docx, "word/styles.xml")
    kept = set(styles.xpath("//w:style[w:pPr/w:keepNext]/@w:styleId", namespaces=NS))
    last = document.findall("w:body/w:p", NS)[-6:]
    used = ["".join(node.xpath("w:pPr/w:pStyle/@w:val", namespaces=NS)) for node in last]
    assert used == [
        "ItaAfterTable",
        "ItaClosing",
        "ItaDate",
        "ItaSigner",
        "ItaPositionNext",
        "ItaPosition",
    ]
    assert set(used[:-1]) <= kept
    assert used[-1] not in kept
    rows = document.findall(".//w:tbl/w:tr", NS)
    keeping = [
        [p.find("w:pPr/w:keepNext", NS) is not None for p in row.iter(f"{{{W}}}p")] for row in rows
    ]
    assert all(keeping[-1])
    assert not any(map(any, keeping[:-1]))


# --- what the documents say ---------------------------------------------------------------------


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_a_document_says_what_the_source_says_in_its_order(name: str) -> None:
    template = load_template(name, schema=Context, refill=refill_chart)
    docx = render_document(template, load_context("announcement-phuket"), properties=PROPERTIES)
    words = "\n".join(read_words(read_part(docx, "word/document.xml")))
    position = 0
    for sentence in (
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
        "จากผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของสำนักงานเขตพื้นที่การศึกษาออนไลน์ "
        "ประจำปีงบประมาณ ๒๕๖๒ สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต มีผลการประเมินระดับ B "
        "ได้คะแนนที่ ๘๒.๒๒ มีคะแนนเฉลี่ยแต่ละด้านดังนี้",
        "- ด้าน IIT ได้คะแนน ๒๖.๔๘",
        "- ด้าน OIT ได้คะแนน ๒๙.๖๓",
        "และเมื่อพิจารณาแยกตามรายตัวชี้วัด พบว่า มีคะแนนดังนี้",
        "- ด้าน EIT",
        "- ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร ได้คะแนน ๘๔.๑๒",
        "จากผลคะแนนทั้ง ๑๐ ตัวชี้วัด พบว่า มีจำนวน ๔ ตัวชี้วัดที่ได้คะแนนน้อยกว่า ๘๕ ได้แก่",
        "- ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต ได้คะแนน ๖๒.๙๕",
        "ภาพรวมระดับเขตพื้นที่",
        "คะแนนที่ได้ 82.22 ระดับ B",
        "คะแนนตามดัชนีการรับรู้การทุจริต (Corruption Perceptions Index: CPI)",
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ตได้จัดทำมาตรการเพื่อขับเคลื่อนการส่งเสริมคุณธรรม"
        "และความโปร่งใส เพื่อพัฒนาและยกระดับตัวชี้วัดที่เป็นจุดอ่อนดังนี้",
        "ที่\nประเด็นตัวชี้วัดที่เป็นจุดอ่อน\nผู้รับผิดชอบ\nมาตรการในการพัฒนา\nผู้กำกับติดตาม",
    ):
        found = words.find(sentence, position)
        assert found >= 0, sentence
        position = found


def test_an_office_without_weak_indicators_has_a_sentence_and_no_table() -> None:
    document = read_part(render_case("announcement-no-weak"), "word/document.xml")
    words = "\n".join(read_words(document))
    assert "ทุกตัวชี้วัดได้คะแนนตั้งแต่ ๘๕ ขึ้นไป ไม่มีตัวชี้วัดที่เป็นจุดอ่อน" in words
    assert document.find(".//w:tbl", NS) is None
    assert "ดังนี้\n\n" not in words


@pytest.mark.parametrize(
    ("time_frame", "reporting", "heads"),
    [(False, False, 5), (True, False, 6), (False, True, 6), (True, True, 7)],
)
def test_the_last_two_columns_come_and_go_each_for_itself(
    time_frame: bool, reporting: bool, heads: int
) -> None:
    context = load_context("announcement-seven-columns")
    context["plan"] |= {"has_time_frame": time_frame, "has_reporting": reporting}
    template = load_template("report", schema=Context, refill=refill_chart)
    docx = render_document(template, context, properties=PROPERTIES)
    table = read_part(docx, "word/document.xml").find(".//w:tbl", NS)
    assert table is not None
    assert [len(row.findall("w:tc", NS)) for row in table.findall("w:tr", NS)] == [heads] * 3
    words = read_words(table)
    assert ("ระยะเวลา" in words, "การรายงานผล" in words) == (time_frame, reporting)
    widths = [int(width) for width in table.xpath("w:tblGrid/w:gridCol/@w:w", namespaces=NS)]
    assert sum(widths) == 9071  # the 16 cm between the margins
    for row in table.findall("w:tr", NS):
        assert [
            int(width) for width in row.xpath("w:tc/w:tcPr/w:tcW/@w:w", namespaces=NS)
        ] == widths


def test_an_empty_cell_of_a_filled_column_has_a_dash() -> None:
    context = load_context("announcement-seven-columns")
    context["plan"]["rows"][0]["time_frame"] = []
    template = load_template("report", schema=Context, refill=refill_chart)
    docx = render_document(template, context, properties=PROPERTIES)
    row = read_part(docx, "word/document.xml").findall(".//w:tbl/w:tr", NS)[1]
    assert read_words(row.findall("w:tc", NS)[5]) == ["-"]


# --- files --------------------------------------------------------------------------------------


def test_the_drawing_of_the_templates_is_repeatable(tmp_path: Path) -> None:
    made = []
    for run in ("1", "2"):
        folder = tmp_path / run
        folder.mkdir()
        tool = ROOT / "tools" / "make_templates.py"
        subprocess.run([sys.executable, str(tool), str(folder)], check=True, cwd=tmp_path)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]
    assert sorted(made[0]) == ["announcement.docx", "report.docx"]


@pytest.mark.node
def test_templates_and_documents_are_valid_office_files(tmp_path: Path) -> None:
    if not VALIDATOR.is_file():
        if "node" in os.environ.get("ITA_DOCS_TESTS_REQUIRE", ""):
            pytest.fail("run npm install in tests/node")
        pytest.skip("the validator is not installed: run npm install in tests/node")
    paths = [TEMPLATES / f"{name}.docx" for name in BUILT_IN_TEMPLATES]
    for case in CASES:
        paths.append(tmp_path / f"{case}.docx")
        paths[-1].write_bytes(render_case(case))
    workbook = tmp_path / "chart.xlsx"
    workbook.write_bytes(
        read_package(render_case("announcement-no-weak"))["word/embeddings/chart2.xlsx"].content()
    )
    broken = tmp_path / "broken.docx"
    broken.write_bytes(_break(render_case("report-hostile")))
    for path in (*paths, workbook):
        assert _validate(path) == [], path.name
    assert _validate(broken), "the validator finds nothing wrong with a broken document"


def _break(docx: bytes) -> bytes:
    from ita_docs.ooxml.package import pack, write_package

    members = read_package(docx)
    document = members["word/document.xml"].content().replace(b"<w:tblGrid>", b"<w:tblGird>")
    document = document.replace(b"</w:tblGrid>", b"</w:tblGird>")
    members["word/document.xml"] = pack("word/document.xml", document)
    return write_package(members.values())


def _validate(path: Path) -> list[object]:
    done = subprocess.run(
        ["node", str(VALIDATOR), str(path)], capture_output=True, check=False, timeout=120
    )
    result = json.loads(done.stdout)
    assert result["ok"] == (not result["errors"])
    return list(result["errors"])
