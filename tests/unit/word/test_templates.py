from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ita_docs.documents import FOLLOWUP, KINDS, MEASURES, DocumentKind
from ita_docs.documents.context import Context
from ita_docs.ooxml.package import read_package
from ita_docs.word import BUILT_IN_TEMPLATES, load_template, refill_chart, render_document
from ita_docs.word.placeholders import read_schema
from tests.fakes.documents import make_png
from tests.forms import NS, PROPERTIES, TEMPLATES, W, read_names, read_part, read_words
from tests.golden.cases import CASES, find_kind, load_context, read_text, render_case

ROOT = Path(__file__).parents[3]
NODE = Path(__file__).parents[2] / "node"
VALIDATOR = NODE / "node_modules" / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"
# What a template has no need to say: the charts' numbers reach the page through the charts.
UNSAID = {
    "office.short_name",
    "instruments[].name",
    "plan.groups[].rows[].indicator_number",
    "improve.indicators[].weak",
    # What a template says that was drawn when there was one table.
    *(path for path in read_schema(Context).leaves() if path.startswith("plan.rows[]")),
    *(
        f"charts.{name}.{key}"
        for name in ("indicators", "cpi", "history")
        for key in ("series", "labels[]", "points[]", "target")
    ),
    "charts.cpi.years",
    "charts.indicators.years",
    "weak.indicators[].weak",
}


UNSAID_OF_FOLLOWUP = {
    "office.short_name",
    "plan_year",
    "emblem.shown",
    "emblem.alt_text",
    *(f"charts.statuses.{key}" for key in ("series", "labels[]", "points[]", "target", "years")),
}


UNSAID_OF_MEMO = {
    "office.short_name",
    "weak.indicators[].weak",
    "weak.two_classes",
    "signature.announced_on",
} | {f"signature.{key}" for key in ("drawn", "alt_text")}


def read_template_part(name: str, part: str) -> etree._Element:
    return read_part((TEMPLATES / f"{name}.docx").read_bytes(), part)


# --- the contract with the context --------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_of_the_context_is_said_by_a_template_and_no_other(kind: DocumentKind) -> None:
    said: set[str] = set()
    for name in kind.templates:
        said |= load_template(name, schema=kind.schema, refill=refill_chart).placeholders
    unsaid = {"measures": UNSAID, "followup": UNSAID_OF_FOLLOWUP, "memo": UNSAID_OF_MEMO}
    assert said == set(read_schema(kind.schema).leaves()) - unsaid[kind.name]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_readme_lists_every_field_of_the_context(kind: DocumentKind) -> None:
    readme = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    for path in read_schema(kind.schema).leaves():
        key = path.removesuffix("[]").rpartition(".")[2]
        assert f"`{path.removesuffix('[]')}`" in readme or f".{key}" in readme, path


# --- Thai set right -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_every_style_sets_font_size_and_weight_for_thai_too(name: str) -> None:
    styles = read_template_part(name, "word/styles.xml")
    runs = styles.xpath("//w:rPr[not(ancestor::w:style[@w:type='character'])]", namespaces=NS)
    runs += read_template_part(name, "word/numbering.xml").findall(".//w:rPr", NS)
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


@pytest.mark.parametrize("name", MEASURES.templates)
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
    sections = document.findall(".//w:sectPr", NS)
    wide = name != "memo"  # which has no table
    assert [
        section.xpath("w:pgSz/@w:w|w:pgSz/@w:h|w:pgSz/@w:orient", namespaces=NS)
        for section in sections
    ] == [["11906", "16838"], ["16838", "11906", "landscape"]][: 1 + wide]
    for section in sections:
        margins = section.find("w:pgMar", NS)
        assert margins is not None
        sides = {
            side: int(margins.get(f"{{{W}}}{side}", "0"))
            for side in ("top", "left", "bottom", "right")
        }
        assert sides == {"top": 1134, "left": 1701, "bottom": 1134, "right": 1134}  # 2, 3, 2, 2 cm
    assert [section.find("w:titlePg", NS) is not None for section in sections] == [True, False][
        : 1 + wide
    ]
    for number in (1, 3)[: 1 + wide]:
        header = read_template_part(name, f"word/header{number}.xml")
        assert "PAGE \\* ThaiArabic" in "".join(header.itertext())
    assert "PAGE" not in "".join(read_template_part(name, "word/header2.xml").itertext())


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_every_paragraph_says_its_style_so_that_word_can_restyle_it(name: str) -> None:
    document = read_template_part(name, "word/document.xml")
    styles = read_template_part(name, "word/styles.xml")
    known = set(styles.xpath("//w:style/@w:styleId", namespaces=NS))
    used = [node.get(f"{{{W}}}val") for node in document.iter(f"{{{W}}}pStyle")]
    assert len(used) == len(list(document.iter(f"{{{W}}}p")))
    assert set(used) <= known
    # Sample words, notes to the author and weak scores are marked; nothing else is formatted.
    marked = set(document.xpath("//w:rStyle/@w:val", namespaces=NS))
    assert marked - {"ItaStrong"} == {"ItaField", "ItaMark"}
    formats = document.xpath("//w:r/w:rPr/*", namespaces=NS)
    assert {etree.QName(child).localname for child in formats} <= {"rStyle", "b", "bCs"}


@pytest.mark.parametrize("name", MEASURES.templates)
def test_a_template_reads_like_the_announcement(name: str) -> None:
    """No tag is seen in Word: sample words stand in controls, each block is marked once."""
    document = read_template_part(name, "word/document.xml")
    words = "\n".join(read_words(document))
    assert "{" not in words
    assert "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑ มีผลการประเมินระดับ ผ่าน" in words
    controls = document.findall(".//w:sdt", NS)
    assert len(controls) > 40
    for control in controls:
        tag = control.xpath("string(w:sdtPr/w:tag/@w:val)", namespaces=NS)
        assert len(tag) <= 64, tag  # what Word keeps
        assert tag or control.xpath("string(.//w:rStyle/@w:val)", namespaces=NS) == "ItaMark"
        assert control.xpath("string(w:sdtPr/w:alias/@w:val)", namespaces=NS)
    blocks = document.xpath(
        "//w:sdt/w:sdtPr/w:tag[starts-with(@w:val, 'if ') or starts-with(@w:val, 'for ')]",
        namespaces=NS,
    )
    assert len(document.xpath("//w:rStyle[@w:val='ItaMark']", namespaces=NS)) == len(blocks) > 20
    identifiers = document.xpath("//w:sdtPr/w:id/@w:val", namespaces=NS)
    assert len(set(identifiers)) == len(controls)


def test_what_is_for_the_templates_author_reaches_no_document() -> None:
    for case in CASES:
        docx = render_case(case)
        for part in read_names(docx):
            if not re.fullmatch(r"word/(document|header[0-9])\.xml", part):
                continue
            root = read_part(docx, part)
            assert root.find(".//w:sdt", NS) is None
            assert not root.xpath("//w:rStyle[@w:val!='ItaStrong']", namespaces=NS)
            assert "⟦" not in "".join(root.itertext())


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_words_navigation_finds_the_title_and_the_headings(name: str) -> None:
    styles = read_template_part(name, "word/styles.xml")
    bases = {
        style.get(f"{{{W}}}styleId"): style.xpath("string(w:basedOn/@w:val)", namespaces=NS)
        for style in styles.findall("w:style", NS)
    }
    assert (bases["ItaTitle"], bases["ItaHeading"], bases["ItaChartHeading"]) == (
        "Title",
        "Heading1",
        "Heading2",
    )
    names = styles.xpath(
        "//w:style[starts-with(@w:styleId, 'Heading')]/w:name/@w:val", namespaces=NS
    )
    assert names == ["heading 1", "heading 2"]
    control = styles.xpath("//w:pPrDefault/w:pPr/w:widowControl", namespaces=NS)
    assert len(control) == 1


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_the_text_flows_and_headings_stay_with_what_is_under_them(name: str) -> None:
    styles = read_template_part(name, "word/styles.xml")
    assert not styles.xpath("//w:pageBreakBefore", namespaces=NS)
    headings = styles.xpath("//w:style[w:pPr/w:outlineLvl]", namespaces=NS)
    assert len(headings) >= 3
    for heading in headings:
        assert heading.find("w:pPr/w:keepNext", NS) is not None, heading.get(f"{{{W}}}styleId")


def test_no_empty_paragraph_makes_room() -> None:
    for case in CASES:
        document = read_part(render_case(case), "word/document.xml")
        empty = [
            paragraph.xpath("string(w:pPr/w:pStyle/@w:val)", namespaces=NS)
            for paragraph in document.iter(f"{{{W}}}p")
            if not "".join(paragraph.itertext()).strip()
            and paragraph.find(".//w:drawing", NS) is None
        ]
        # The emblem's slot, the break of a section, what must stand behind the last table, and
        # the cells of a follow-up's row that goes on, which are filled in above.
        goes_on = {"ItaTableText"} if find_kind(case) is FOLLOWUP else set()
        assert set(empty) <= {"ItaEmblem", "ItaNothing", *goes_on}, case


def test_the_heading_row_repeats_and_no_row_breaks() -> None:
    document = read_part(render_case("announcement-phuket"), "word/document.xml")
    rows = document.findall(".//w:tbl", NS)[-1].findall("w:tr", NS)
    assert len(rows) == 5
    assert [row.find("w:trPr/w:tblHeader", NS) is not None for row in rows] == [True] + [False] * 4
    assert all(row.find("w:trPr/w:cantSplit", NS) is not None for row in rows)
    table = document.find(".//w:tbl[last()]/w:tblPr", NS)
    assert table is not None
    assert table.xpath("string(w:tblCaption/@w:val)", namespaces=NS)
    assert table.xpath("string(w:tblDescription/@w:val)", namespaces=NS)


def test_the_signature_stays_together_and_with_the_text_before_it() -> None:
    docx = render_case("announcement-lowest")
    document = read_part(docx, "word/document.xml")
    styles = read_part(docx, "word/styles.xml")
    kept = set(styles.xpath("//w:style[w:pPr/w:keepNext]/@w:styleId", namespaces=NS))
    last = document.findall("w:body/w:p", NS)[-5:]
    used = ["".join(node.xpath("w:pPr/w:pStyle/@w:val", namespaces=NS)) for node in last]
    assert used == ["ItaClosing", "ItaDate", "ItaSigner", "ItaPosition", "ItaPosition"]
    assert set(used) <= kept
    rows = document.findall(".//w:tbl", NS)[-1].findall("w:tr", NS)
    keeping = [
        [p.find("w:pPr/w:keepNext", NS) is not None for p in row.iter(f"{{{W}}}p")] for row in rows
    ]
    assert all(keeping[-1])
    assert not any(map(any, keeping[:-1]))


def render_announcement(context: Any, **pictures: bytes) -> bytes:
    template = load_template("announcement", schema=Context, refill=refill_chart)
    return render_document(template, context, properties=PROPERTIES, **pictures)


def test_a_signature_is_printed_only_where_it_was_given() -> None:
    context = load_context("announcement-lowest")
    assert not [name for name in read_names(render_announcement(context)) if "signature" in name]
    context["signature"]["drawn"] = True
    docx = render_announcement(context, signature=make_png(400, 100))
    assert "word/media/signature.png" in read_names(docx)
    document = read_part(docx, "word/document.xml")
    extent = document.xpath("//wp:inline[wp:docPr/@name='ลายมือชื่อ']/wp:extent", namespaces=NS)
    assert [(e.get("cx"), e.get("cy")) for e in extent] == [("1800000", "450000")]  # 5 cm wide
    styles = document.xpath("//w:pStyle/@w:val", namespaces=NS)
    assert "ItaSignerUnder" in styles
    assert "ItaSigner" not in styles


def test_the_emblems_room_may_be_left_out() -> None:
    context = load_context("announcement-lowest")
    context["emblem"]["shown"] = False
    docx = render_announcement(context)
    styles = read_part(docx, "word/document.xml").xpath("//w:pStyle/@w:val", namespaces=NS)
    assert styles[0] == "ItaTitle"


@pytest.mark.parametrize("name", MEASURES.templates)
def test_a_draft_says_so_on_every_page(name: str) -> None:
    context = load_context("announcement-seven-columns")
    template = load_template(name, schema=Context, refill=refill_chart)
    for draft in (False, True):
        context["draft"] = draft
        docx = render_document(template, context, properties=PROPERTIES)
        for number in (1, 2, 3):
            header = read_part(docx, f"word/header{number}.xml")
            assert ("ร่าง" in "".join(header.itertext())) is draft


def test_weak_scores_are_bold_and_all_end_at_the_tab() -> None:
    document = read_part(render_case("announcement-phuket"), "word/document.xml")
    lines = [
        paragraph
        for paragraph in document.iter(f"{{{W}}}p")
        if paragraph.xpath("string(w:pPr/w:pStyle/@w:val)", namespaces=NS) == "ItaList2"
    ]
    assert len(lines) == 10
    assert all(len(line.findall(".//w:tab", NS)) == 1 for line in lines)
    bold = [
        "".join(run.itertext())
        for line in lines
        for run in line.xpath(".//w:r[w:rPr/w:b]", namespaces=NS)
    ]
    assert bold == ["๘๐.๔๘", "๘๔.๑๒", "๘๔.๑๒", "๖๒.๙๕"]


# --- what the documents say ---------------------------------------------------------------------


@pytest.mark.parametrize("name", MEASURES.templates)
def test_a_document_says_what_the_source_says_in_its_order(name: str) -> None:
    template = load_template(name, schema=Context, refill=refill_chart)
    docx = render_document(template, load_context("announcement-phuket"), properties=PROPERTIES)
    words = read_text(read_package(docx)["word/document.xml"].content()).replace("\t", " ")
    position = 0
    for sentence in (
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
        "จากผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของสำนักงานเขตพื้นที่การศึกษาออนไลน์ "
        "ประจำปีงบประมาณ ๒๕๖๒ สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต มีผลการประเมินระดับ B "
        "ได้คะแนนที่ ๘๒.๒๒ มีคะแนนเฉลี่ยแต่ละด้านดังนี้",
        "ด้าน IIT ได้คะแนน ๒๖.๔๘",
        "ด้าน OIT ได้คะแนน ๒๙.๖๓",
        "และเมื่อพิจารณาแยกตามรายตัวชี้วัด พบว่า มีคะแนนดังนี้",
        "ด้าน EIT",
        "ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร ได้คะแนน ๘๔.๑๒",
        "จากผลคะแนนทั้ง ๑๐ ตัวชี้วัด พบว่า มีจำนวน ๔ ตัวชี้วัดที่ได้คะแนนน้อยกว่า ๘๕ ได้แก่",
        "ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต ได้คะแนน ๖๒.๙๕",
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
    assert len(document.findall(".//w:tbl", NS)) == 1  # that of the results
    assert "ดังนี้\n\n" not in words


OPTIONAL = {
    "method": "วิธีดำเนินการ",
    "time_frame": "ระยะเวลา",
    "success": "ตัวชี้วัดความสำเร็จ",
    "budget": "งบประมาณ",
    "reporting": "การรายงานผล",
}


@pytest.mark.parametrize(
    "present",
    [set(names) for count in range(6) for names in itertools.combinations(OPTIONAL, count)],
    ids=lambda names: "-".join(sorted(names)) or "none",
)
def test_the_columns_that_nobody_filled_in_are_left_out(present: set[str]) -> None:
    heads, wide = 5 + len(present), bool(present)
    context = load_context("announcement-seven-columns")
    context["plan"] |= {f"has_{name}": name in present for name in OPTIONAL} | {"wide": wide}
    template = load_template("report", schema=Context, refill=refill_chart)
    docx = render_document(template, context, properties=PROPERTIES)
    document = read_part(docx, "word/document.xml")
    pages = document.xpath("//w:sectPr/w:pgSz/@w:w", namespaces=NS)
    assert pages == (["11906", "16838"] if wide else ["11906"])
    table = document.findall(".//w:tbl", NS)[-1]
    rows = table.findall("w:tr", NS)
    assert {len(row.findall("w:tc", NS)) for row in rows} == {heads}
    words = read_words(table)
    assert {name for name, head in OPTIONAL.items() if head in words} == present
    widths = [int(width) for width in table.xpath("w:tblGrid/w:gridCol/@w:w", namespaces=NS)]
    assert sum(widths) == (14003 if wide else 9071)  # the text between the margins
    for row in rows:
        assert [
            int(width) for width in row.xpath("w:tc/w:tcPr/w:tcW/@w:w", namespaces=NS)
        ] == widths


def test_an_empty_cell_of_a_filled_column_has_a_dash() -> None:
    context = load_context("announcement-seven-columns")
    context["plan"]["groups"][0]["rows"][0]["time_frame"] = []
    template = load_template("report", schema=Context, refill=refill_chart)
    docx = render_document(template, context, properties=PROPERTIES)
    row = read_part(docx, "word/document.xml").findall(".//w:tbl", NS)[-1][3]
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
