"""An edited template is told all its faults before any office is made with it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from ita_docs.pdf.package import read_parts, write_parts
from tests.e2e.conftest import INPUTS, ROOT, run


@pytest.mark.parametrize("name", ["announcement", "report"])
def test_the_built_in_templates_are_sound_and_say_what_they_use(name: str) -> None:
    ended = run("template", "check", name, "--json")
    assert ended.code == 0, ended.out
    assert ended.json["problems"] == []
    assert "office.name" in ended.json["used"]


def test_every_fault_of_an_edited_template_is_listed_and_nothing_is_built(tmp_path: Path) -> None:
    document = docx.Document(str(ROOT / "templates" / "report.docx"))
    document.add_paragraph("ผลคะแนน {{ totl }} ของ {{ office.nmae }}")
    path = tmp_path / "edited.docx"
    document.save(str(path))
    ended = run("template", "check", path)
    assert ended.code == 4
    assert "totl" in ended.out
    assert "office.nmae" in ended.out
    assert "edited.docx: word/document.xml" in ended.out
    book = INPUTS / "phuket-2562.xlsx"
    built = run("build", book, "-o", tmp_path / "out", "--template", path)
    assert built.code == 4
    assert not list((tmp_path / "out").rglob("*.docx"))


def test_a_restyled_template_is_followed(tmp_path: Path) -> None:
    document = docx.Document(str(ROOT / "templates" / "report.docx"))
    document.add_paragraph("ข้อความที่สำนักงานเพิ่มเอง ระดับ {{ level }}")
    path = tmp_path / "restyled.docx"
    document.save(str(path))
    book = INPUTS / "phuket-2562.xlsx"
    arguments = ("build", book, "-o", tmp_path, "--template", path, "--pdf-engine", "none")
    assert run(*arguments).code == 0
    made = docx.Document(str(next(tmp_path.rglob("มาตรการ-*.docx"))))
    assert made.paragraphs[-1].text == "ข้อความที่สำนักงานเพิ่มเอง ระดับ B"


def test_a_word_file_that_names_no_office_is_no_template(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("บันทึกข้อความ เรื่อง ขอเชิญประชุม")
    path = tmp_path / "memo.docx"
    document.save(str(path))
    ended = run("template", "check", path)
    assert ended.code == 4
    for name in ("office.name", "plan_year", "total"):
        assert f"{{{{ {name} }}}}" in ended.out
    built = run("build", INPUTS / "phuket-2562.xlsx", "-o", tmp_path / "out", "--template", path)
    assert built.code == 4
    assert not list((tmp_path / "out").rglob("*.docx"))


def test_words_beside_a_tag_are_told_before_the_first_office(tmp_path: Path) -> None:
    document = docx.Document(str(ROOT / "templates" / "report.docx"))
    document.add_paragraph("{%p for instrument in instruments %} ข้อความที่พิมพ์ต่อท้าย")
    document.add_paragraph("{{ instrument.code }}")
    document.add_paragraph("{%p endfor %}")
    path = tmp_path / "typed.docx"
    document.save(str(path))
    ended = run("template", "check", path)
    assert ended.code == 4
    assert "{%p for instrument in instruments %}" in ended.out
    assert "ข้อความที่พิมพ์ต่อท้าย" in ended.out


def test_paper_that_is_not_a4_is_said_and_the_document_made(tmp_path: Path) -> None:
    document = docx.Document(str(ROOT / "templates" / "report.docx"))
    document.sections[0].page_width, document.sections[0].page_height = 7772400, 10058400
    path = tmp_path / "letter.docx"
    document.save(str(path))
    ended = run("template", "check", path, "--json")
    assert ended.code == 0
    assert [problem["code"] for problem in ended.json["problems"]] == ["template-paper-not-a4"]
    built = run(
        "build", INPUTS / "phuket-2562.xlsx", "-o", tmp_path / "out", "--template", path,
        "--pdf-engine", "none",
    )  # fmt: skip
    assert built.code == 0
    assert "A4" in built.err


def test_a_template_that_is_not_there_is_exit_4() -> None:
    ended = run("template", "check", "nowhere.docx")
    assert ended.code == 4
    assert "nowhere.docx" in ended.err


def test_a_chart_that_libreoffice_draws_is_named_and_the_template_is_sound(tmp_path: Path) -> None:
    parts = read_parts((ROOT / "templates" / "announcement.docx").read_bytes())
    chart = parts["word/charts/chart2.xml"]
    fill = b'<a:solidFill><a:schemeClr val="accent5"/></a:solidFill>'
    assert fill in chart
    parts["word/charts/chart2.xml"] = chart.replace(fill, b"<a:pattFill/>", 1)
    path = tmp_path / "pattern.docx"
    path.write_bytes(write_parts(parts))
    ended = run("template", "check", path, "--json", "--lang", "en")
    assert ended.code == 0
    (problem,) = ended.json["problems"]
    assert (problem["code"], problem["severity"]) == ("template-chart-native", "note")
    assert "pattFill" in problem["text"]
    assert "word/charts/chart2.xml" in str(problem)
