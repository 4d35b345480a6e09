# ruff: noqa: E501 - the source's sentences stand whole
"""From the shipped workbooks to the documents that a director signs."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.e2e.conftest import INPUTS, read_docx_text, read_pdf_text, run, squeeze

OFFICE = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต"
SOURCE = f"""
มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน
{OFFICE}
จากผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของสำนักงานเขตพื้นที่การศึกษาออนไลน์ ประจำปีงบประมาณ ๒๕๖๒ {OFFICE} มีผลการประเมินระดับ B ได้คะแนนที่ ๘๒.๒๒ มีคะแนนเฉลี่ยแต่ละด้านดังนี้
ด้าน IIT ได้คะแนน ๒๖.๔๘
ด้าน EIT ได้คะแนน ๒๖.๑๑
ด้าน OIT ได้คะแนน ๒๙.๖๓
และเมื่อพิจารณาแยกตามรายตัวชี้วัด พบว่า มีคะแนนดังนี้
ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ ได้คะแนน ๙๖.๓๑
ตัวชี้วัดที่ ๒ การใช้งบประมาณ ได้คะแนน ๘๐.๔๘
ตัวชี้วัดที่ ๓ การใช้อำนาจ ได้คะแนน ๘๘.๘๒
ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ ได้คะแนน ๘๕.๘๓
ตัวชี้วัดที่ ๕ การแก้ไขปัญหาการทุจริต ได้คะแนน ๘๙.๙๓
ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน ได้คะแนน ๙๒.๘๓
ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร ได้คะแนน ๘๔.๑๒
ตัวชี้วัดที่ ๘ การปรับปรุงระบบการทำงาน ได้คะแนน ๘๔.๑๒
ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล ได้คะแนน ๘๕.๒๐
ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต ได้คะแนน ๖๒.๙๕
จากผลคะแนนทั้ง ๑๐ ตัวชี้วัด พบว่า มีจำนวน ๔ ตัวชี้วัดที่ได้คะแนนน้อยกว่า ๘๕ ได้แก่
ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต ได้คะแนน ๖๒.๙๕
ตัวชี้วัดที่ ๒ การใช้งบประมาณ ได้คะแนน ๘๐.๔๘
ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร ได้คะแนน ๘๔.๑๒
ตัวชี้วัดที่ ๘ การปรับปรุงระบบการทำงาน ได้คะแนน ๘๔.๑๒
ภาพรวมระดับเขตพื้นที่
{OFFICE}
คะแนนที่ได้ 82.22 ระดับ B
คะแนนตามดัชนีการรับรู้การทุจริต (Corruption Perceptions Index: CPI)
{OFFICE}ได้จัดทำมาตรการเพื่อขับเคลื่อนการส่งเสริมคุณธรรมและความโปร่งใส เพื่อพัฒนาและยกระดับตัวชี้วัดที่เป็นจุดอ่อนดังนี้
"""
TABLE = """
ที่
ประเด็นตัวชี้วัดที่เป็นจุดอ่อน
ผู้รับผิดชอบ
มาตรการในการพัฒนา
ผู้กำกับติดตาม
การป้องกันการทุจริต
กลุ่มอำนวยการ
ผู้บริหารสูงสุดจัดทำเจตนารมณ์ในการปฏิบัติหน้าที่และบริหารงานของหน่วยงานอย่างซื่อสัตย์ พร้อมประกาศให้เจ้าหน้าที่ทราบ
ผู้บริหารสูงสุด ดำเนินการกิจกรรมหรือสนับสนุนให้มีกิจกรรมที่เกี่ยวกับการพัฒนา ปรับปรุงการดำเนินงาน เพื่อส่งเสริมให้หน่วยงานเป็นหน่วยงานที่มีคุณธรรมและความโปร่งใส
ดำเนินการประเมินความเสี่ยงและวางมาตรการป้องกันความเสี่ยงพร้อมทั้งติดตามการดำเนินงานตามมาตรการที่วางไว้
จัดกิจกรรมเสริมสร้างวัฒนธรรมให้เจ้าหน้าที่มีทัศนคติ ค่านิยมในการปฏิบัติงานอย่างซื่อสัตย์สุจริต
จัดทำแผนปฏิบัติการป้องกันการทุจริตพร้อมติดตามและรายงานผลการดำเนินงาน
การใช้งบประมาณ
กลุ่มนโยบายและแผน
กลุ่มบริหารงานการเงินและสินทรัพย์
ประชาสัมพันธ์ให้ผู้มีส่วนได้ส่วนเสียทราบข้อมูลเกี่ยวกับการดำเนินงานด้านงบประมาณ
ตรวจสอบการดำเนินงานด้านงบประมาณ โดยหน่วยตรวจสอบภายใน
จัดทำช่องทางการร้องเรียนและแสดงความคิดเห็นของผู้มีส่วนได้ส่วนเสีย
ประสิทธิภาพการสื่อสาร
ทุกกลุ่ม
ปรับปรุงและเพิ่มช่องทางการสื่อสารระหว่างหน่วยงานกับผู้มีส่วนได้ส่วนเสีย
ปรับปรุงข้อมูลข่าวสารที่เผยแพร่ให้เป็นปัจจุบัน และเพิ่มข้อมูลสำคัญที่ประชาชนหรือผู้มีส่วนได้ส่วนเสียควรทราบบนเว็บไซต์หน่วยงาน และช่องทางสื่อสารอื่นๆ
การปรับปรุงระบบการทำงาน
ทุกกลุ่ม
นำเทคโนโลยีมาใช้ในการให้บริการ
ปรับปรุงกระบวนการทำงาน การให้บริการ
ทีมบริหาร สพป.ภูเก็ต
"""
TEMPLATES = ("announcement", "report")


def lines(block: str) -> list[str]:
    return [line for line in block.splitlines() if line]


def follow(text: str, wanted: list[str]) -> None:
    """Every wanted line stands in the text, each after the one before."""
    place = 0
    for line in map(squeeze, wanted):
        found = text.find(line, place)
        assert found >= 0, f"missing after place {place}: {line}"
        place = found + len(line)


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_word_document_says_all_that_the_source_says_in_its_order(
    phuket: Mapping[str, Path], template: str
) -> None:
    text = squeeze(read_docx_text(phuket[f"{template}.docx"]))
    wanted = lines(SOURCE)
    if template == "announcement":
        # The form of a ประกาศ puts the office before the title.
        wanted = [f"ประกาศ{OFFICE}", f"เรื่อง {wanted[0]}", *wanted[2:]]
    follow(text, wanted + lines(TABLE))
    assert "ภูเก็ท" not in text
    assert "กฎเก็ด" not in text


@pytest.mark.poppler
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_pdf_says_the_same(phuket: Mapping[str, Path], template: str) -> None:
    path = phuket[f"{template}.pdf"]
    text = squeeze(read_pdf_text(path)).replace("-๒-", "").replace("-๓-", "").replace("\u2060", "")
    for line in [*lines(SOURCE)[2:], *lines(TABLE)]:
        # A cell's lines stand among its neighbours' in extracted text: look for its words.
        missing = [word for word in line.split() if squeeze(word) not in text]
        assert not missing or line in lines(TABLE), missing
    for number in ("๒๖.๔๘", "๒๖.๑๑", "๒๙.๖๓", "๘๒.๒๒", "82.22", "๖๒.๙๕", "๓๘.๐๐"):
        assert number in text


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_tag_and_no_placeholder_is_left(phuket: Mapping[str, Path], template: str) -> None:
    with zipfile.ZipFile(phuket[f"{template}.docx"]) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                content = package.read(name).decode()
                assert "{{" not in content, name
                assert "{%" not in content, name


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_chart_and_its_workbook_hold_the_numbers(
    phuket: Mapping[str, Path], template: str
) -> None:
    found = []
    with zipfile.ZipFile(phuket[f"{template}.docx"]) as package:
        for name in package.namelist():
            if name.endswith(".xlsx"):
                book = openpyxl.load_workbook(io.BytesIO(package.read(name)))
                rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
                found.append([row[:2] for row in rows])
        caches = [
            package.read(name).decode()
            for name in package.namelist()
            if "/charts/chart" in name and name.endswith(".xml")
        ]
    indicators = next(rows for rows in found if len(rows) == 10)
    found.remove(indicators)
    assert indicators[0] == ("๑ การปฏิบัติหน้าที่", 96.31)
    assert indicators[-1] == ("๑๐ การป้องกันการทุจริต", 62.95)
    # One year alone is no chart of years: the sample's totals are in the text.
    assert found == [
        [
            (f"ประเทศไทย {year}", points)
            for year, points in zip(
                ("๒๕๕๗", "๒๕๕๘", "๒๕๕๙", "๒๕๖๐", "๒๕๖๑", "๒๕๖๒"),
                (38, 38, 35, 37, 36, 36),
                strict=True,
            )
        ],
    ]
    assert any(">37.00<" in cache for cache in caches)


def test_a_second_identical_build_gives_identical_bytes(
    phuket: Mapping[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "again"
    assert run("build", INPUTS / "phuket-2562.xlsx", "-o", out).code == 0
    for path in out.rglob("มาตรการ-*"):
        before = phuket[f"announcement{path.suffix}"].read_bytes()
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(before).digest()


def test_the_printed_numbers_are_refused_with_three_disagreements(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = run("build", INPUTS / "phuket-2562-as-printed.xlsx", "-o", out, "--json")
    assert ended.code == 3
    disagreements = [p for p in ended.json["problems"] if p["severity"] == "error"]
    assert [(p["code"], p["at"]["cell"]) for p in disagreements] == [
        ("instrument-disagrees", "L2"),
        ("instrument-disagrees", "M2"),
        ("instrument-disagrees", "N2"),
    ]
    assert all("→" in p["more"] for p in disagreements)
    assert not list(out.rglob("*.docx"))


def test_accepted_disagreements_are_built_and_recorded(tmp_path: Path) -> None:
    book = INPUTS / "phuket-2562-as-printed.xlsx"
    arguments = ("build", book, "-o", tmp_path, "--accept", "instrument-disagrees")
    ended = run(*arguments, "--pdf-engine", "none")
    assert ended.code == 0
    assert "--accept instrument-disagrees" in ended.err
    text = squeeze(read_docx_text(next(tmp_path.rglob("*.docx"))))
    assert "มีจำนวน๗ตัวชี้วัดที่ได้คะแนนน้อยกว่า๘๕" in text
    assert "ด้านIITได้คะแนน๒๖.๔๘" in text


@pytest.mark.parametrize(
    ("more", "count"), [((), 3), (("--lowest", 2), 2), (("--lowest", 0), 0)], ids=str
)
def test_the_example_builds_three_offices_one_without_weak_indicators(
    tmp_path: Path, more: tuple[object, ...], count: int
) -> None:
    book = INPUTS / "example-2568.xlsx"
    ended = run("build", book, "-o", tmp_path, "--pdf-engine", "none", "--json", *more)
    assert ended.code == 0, ended.err
    offices = ended.json["offices"]
    assert len(offices) == 3
    (strong,) = (office for office in offices if not office["weak"])
    assert len(strong["improve"]) == count
    folder = tmp_path / "2569" / strong["short_name"]
    text = squeeze(read_docx_text(next(folder.glob("*.docx"))))
    assert ("ไม่มีตัวชี้วัดที่เป็นจุดอ่อน" in text) == (count == 0)
    assert ("ผู้กำกับติดตาม" in text) == bool(count)
    told = {problem["code"] for problem in ended.json["problems"]}
    assert ("lowest-taken" in told) == (not more)


def test_an_emblem_beside_the_workbook_is_used(tmp_path: Path) -> None:
    from PIL import Image

    shutil.copy(INPUTS / "phuket-2562.xlsx", tmp_path)
    Image.new("RGB", (300, 330), "navy").save(tmp_path / "emblem.png")
    out = tmp_path / "out"
    book = tmp_path / "phuket-2562.xlsx"
    without = run("build", INPUTS / "phuket-2562.xlsx", "-o", out, "--pdf-engine", "none")
    assert "emblem" in without.err or "ตราครุฑ" in without.err
    ended = run("build", book, "-o", out, "--pdf-engine", "none")
    assert ended.code == 0
    assert "ตราครุฑ" not in ended.err
    with zipfile.ZipFile(next(out.rglob("*.docx"))) as package:
        pictures = {package.read(name) for name in package.namelist() if "media/" in name}
    assert (tmp_path / "emblem.png").read_bytes() in pictures


@pytest.mark.parametrize(
    ("scores", "published", "accept", "refused"),
    [
        (90, {"L2": 20, "P2": "A"}, "instrument-disagrees", ("level-disagrees", "P2")),
        (83, {"O2": 90, "P2": "B"}, "total-disagrees", ("level-disagrees", "P2")),
        (90, {"L2": 20, "O2": 90}, "instrument-disagrees", ("total-disagrees", "O2")),
    ],
)
def test_an_accepted_figure_does_not_carry_another_into_a_document(
    tmp_path: Path,
    scores: int,
    published: dict[str, object],
    accept: str,
    refused: tuple[str, str],
) -> None:
    book = openpyxl.load_workbook(INPUTS / "phuket-2562.xlsx")
    for column in "BCDEFGHIJKLMNOP":
        book["คะแนน"][f"{column}2"] = scores if column <= "K" else published.get(f"{column}2")
    book.save(tmp_path / "scores.xlsx")
    out = tmp_path / "out"
    ended = run("build", tmp_path / "scores.xlsx", "-o", out, "--accept", accept, "--json")
    assert ended.code == 3
    errors = [p for p in ended.json["problems"] if p["severity"] == "error"]
    assert [(p["code"], p["at"]["cell"]) for p in errors if p["code"] != accept] == [refused]
    assert not list(out.rglob("*.docx"))


def list_media(folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(next(folder.rglob("*.docx"))) as package:
        return {name: package.read(name) for name in package.namelist() if "media/" in name}


def test_a_signature_is_printed_only_when_asked_for(tmp_path: Path) -> None:
    from PIL import Image

    shutil.copy(INPUTS / "phuket-2562.xlsx", tmp_path)
    book, out = tmp_path / "phuket-2562.xlsx", tmp_path / "out"
    made = ("build", book, "-o", out, "--pdf-engine", "none")
    asked = run(*made, "--signature", "beside")
    assert asked.code == 3
    assert "[signature-not-found]" in asked.err
    assert "signature.png" in asked.err
    Image.new("RGB", (400, 100), "navy").save(tmp_path / "signature.png")
    assert run(*made).code == 0
    assert list_media(out) == {}
    assert run(*made, "--signature", "beside").code == 0
    picture = (tmp_path / "signature.png").read_bytes()
    assert list_media(out) == {"word/media/signature.png": picture}
    (tmp_path / "broken.png").write_bytes(picture[:50])
    broken = run(*made, "--signature", tmp_path / "broken.png")
    assert broken.code == 3
    assert "[signature-unreadable]" in broken.err


def test_the_emblems_room_is_left_out_when_asked_for(tmp_path: Path) -> None:
    book, out = INPUTS / "phuket-2562.xlsx", tmp_path / "out"
    ended = run("build", book, "-o", out, "--pdf-engine", "none", "--no-emblem-room")
    assert ended.code == 0
    assert "emblem-missing" not in ended.err
    with zipfile.ZipFile(next(out.rglob("*.docx"))) as package:
        document = package.read("word/document.xml").decode()
    assert "ItaEmblem" not in document


def test_a_draft_is_marked_unless_it_is_said_to_be_final(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(INPUTS / "phuket-2562.xlsx")
    book["คะแนน"]["B2"] = 80  # indicator 1, whose measures nobody has confirmed
    for column in "LMNOP":
        book["คะแนน"][f"{column}2"] = None
    book.save(tmp_path / "scores.xlsx")
    settings = tmp_path / "in" / "ita-docs.toml"
    settings.parent.mkdir()
    settings.write_text("final = true\n", encoding="utf-8")
    shutil.move(tmp_path / "scores.xlsx", settings.parent)
    folder, out = settings.parent, tmp_path / "out"

    def read_header(*options: object) -> str:
        assert (
            run("batch", folder, "-o", out, "--pdf-engine", "none", "--force", *options).code == 0
        )
        with zipfile.ZipFile(next(out.rglob("*.docx"))) as package:
            return package.read("word/header2.xml").decode()

    # A file that was only found among the inputs cannot take the word away.
    assert "ร่าง" in read_header()
    assert "ร่าง" not in read_header("--config", settings)
    assert "ร่าง" not in read_header("--final")


@pytest.mark.parametrize("kind", ["device", "pipe", "large"])
def test_an_emblem_is_a_regular_file_of_a_bounded_size(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "ตรา.png"
    if kind == "device":
        path = Path("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        with path.open("wb") as file:
            file.truncate(1 << 34)
    if not path.exists():
        pytest.skip("no such device on this system")
    ended = run("build", INPUTS / "phuket-2562.xlsx", "-o", tmp_path / "out", "--emblem", path)
    assert ended.code == 3
    assert str(path) in ended.err
    assert "Traceback" not in ended.err
