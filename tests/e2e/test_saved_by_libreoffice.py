"""A template that LibreOffice Writer saved once gives the documents that it gave before."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from ita_docs.ooxml.package import pack, read_package, write_package
from ita_docs.word import BUILT_IN_TEMPLATES, load_template, refill_chart, render_document
from ita_docs.word.lost_frames import restore_frames
from tests.corpus.edited_templates import typed
from tests.e2e.conftest import INPUTS, ROOT, run
from tests.forms import NS, PROPERTIES
from tests.golden.cases import CASES, find_kind, load_context, read_paragraphs
from tests.unit.word.test_emblem import make_picture
from tests.wordcheck import find_faults

pytestmark = pytest.mark.libreoffice
MEASURES = [case for case in CASES if case.startswith("announcement")]
DOCUMENT = "word/document.xml"


def save_by_libreoffice(template: Path, folder: Path) -> Path:
    """The same template, opened and saved by LibreOffice Writer."""
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", "docx", "--outdir", str(folder / "saved"), template,
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder / "saved" / template.name


def make_document(template: Path | str, case: str, *, draft: bool) -> bytes:
    kind = find_kind(case)
    loaded = load_template(
        str(template), schema=kind.schema, refill=refill_chart, needed=kind.needed
    )
    context = load_context(case)
    if "draft" in context:
        context["draft"] = draft
    return render_document(loaded, context, properties=PROPERTIES, emblem=make_picture(300, 400))


def take_in(docx: bytes) -> dict[str, Any]:
    """What a reader gets of a document: words, headers, pages, lists, charts, pictures."""
    parts = {name: member.content() for name, member in read_package(docx).items()}
    root = etree.fromstring(parts[DOCUMENT])
    charts, books = [], []
    for name in sorted(parts):
        if name.startswith("word/charts/chart"):
            chart = etree.fromstring(parts[name])
            charts.append(chart.xpath("//c:val//c:v/text()", namespaces=NS))
        if name.endswith(".xlsx"):
            rows = openpyxl.load_workbook(io.BytesIO(parts[name])).active
            books.append([[cell.value for cell in row] for row in rows])
    headers = [read_header(parts[name]) for name in parts if name.startswith("word/header")]
    return {
        "words": read_paragraphs(parts[DOCUMENT]),
        "headers": sorted(headers),
        "pages": root.xpath("//w:sectPr/w:pgSz/@w:w", namespaces=NS),
        "first pages": [bool(found) for found in map(_first, root.iter(f"{{{NS['w']}}}sectPr"))],
        "pictures": root.xpath("//wp:docPr/@descr", namespaces=NS),
        "lists": len(root.xpath("//w:numPr[w:numId/@w:val > 3]", namespaces=NS)),
        # The names of parts, and so their order, are each program's own.
        "charts": sorted(charts),
        "books": sorted(books, key=str),
    }


def _first(section: etree._Element) -> list[str]:
    return section.xpath("w:titlePg[not(@w:val) or @w:val != 'false']", namespaces=NS)


def read_header(part: bytes) -> str:
    """The words of a header and what its fields say; the number that was last shown differs."""
    root = etree.fromstring(part)
    codes = [code.split() for code in root.xpath("//w:instrText/text()", namespaces=NS)]
    marks = [len(text) for text in root.xpath("//w:r/w:tab", namespaces=NS)]
    draft = "ร่าง" in "".join(root.itertext())
    return f"{codes} {len(marks)} {draft}"


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_a_shipped_template_that_libreoffice_saved_gives_the_same_documents(
    name: str, tmp_path: Path
) -> None:
    own = ROOT / "templates" / f"{name}.docx"
    saved = save_by_libreoffice(own, tmp_path)
    checks = [run("template", "check", path, "--json") for path in (own, saved)]
    assert [check.code for check in checks] == [0, 0]
    codes = [[problem["code"] for problem in check.json["problems"]] for check in checks]
    assert codes == [[], ["template-frames-restored"]]
    assert checks[0].json["used"] == checks[1].json["used"]
    again = save_by_libreoffice(saved, tmp_path / "again")
    cases = MEASURES if name == "report" else [case for case in CASES if case.startswith(name)]
    assert len(cases) > 2 or name == "memo"
    for case in cases:
        for draft in (True, False):
            expected = take_in(make_document(own, case, draft=draft))
            for template in (saved, again):
                docx = make_document(template, case, draft=draft)
                assert find_faults(docx) == []
                made = take_in(docx)
                wrong = [key for key in expected if made[key] != expected[key]]
                assert wrong == [], (case, [(made[key], expected[key]) for key in wrong])


def test_a_run_with_a_template_that_libreoffice_saved_says_so(tmp_path: Path) -> None:
    saved = save_by_libreoffice(ROOT / "templates" / "announcement.docx", tmp_path)
    built = run(
        "build", INPUTS / "phuket-2562.xlsx", "-o", tmp_path / "out", "--template", saved,
        "--pdf-engine", "none",
    )  # fmt: skip
    assert built.code == 0
    assert "LibreOffice" in built.err


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_a_template_whose_frames_left_no_trace_is_told_and_prints_no_sample(
    name: str, tmp_path: Path
) -> None:
    members = read_package((ROOT / "templates" / f"{name}.docx").read_bytes())
    for part, member in list(members.items()):
        if part == DOCUMENT or part.startswith("word/header"):
            root = etree.fromstring(member.content())
            restore_frames(root, lost=False)  # takes the bookmarks away
            members[part] = pack(part, etree.tostring(root))
    own = tmp_path / "traceless.docx"
    own.write_bytes(write_package(members.values()))
    assert run("template", "check", own).code == 0
    ended = run("template", "check", save_by_libreoffice(own, tmp_path), "--json")
    assert ended.code == 4
    assert "template-sample-unbound" in {problem["code"] for problem in ended.json["problems"]}


def test_a_template_of_typed_tags_that_libreoffice_saved_is_sound(tmp_path: Path) -> None:
    own = tmp_path / "typed.docx"
    own.write_bytes(typed())
    saved = save_by_libreoffice(own, tmp_path)
    checks = [run("template", "check", path, "--json") for path in (own, saved)]
    assert [check.json["problems"] for check in checks] == [[], []]
    assert checks[0].json["used"] == checks[1].json["used"]
    for case in MEASURES:
        made = [take_in(make_document(template, case, draft=False)) for template in (own, saved)]
        assert made[0] == made[1]
        assert made[0]["charts"] or case.endswith("no-weak")
