"""A second document is a schema, a template and a line in KINDS: nothing else knows of it.

A tiny kind, a receipt with an office's name and total, goes through template check, a run, the
ledger, publishing and the run report next to the announcement.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import openpyxl
import pytest

from benchmarks.make_workbook import make_workbook
from ita_docs import documents
from ita_docs.batch.request import Request
from ita_docs.batch.run import run_batch
from ita_docs.cli.progress import Silent
from ita_docs.documents import MEASURES, DocumentKind
from ita_docs.documents.paper import Paper
from ita_docs.framework import Framework
from ita_docs.model import Findings, OfficeReport, OfficeResult, OfficeStatus, Plan, RunReport
from ita_docs.pipeline import inspect_template
from tests.e2e.conftest import read_docx_text
from tests.forms import make_docx

BODY = (
    "<w:p><w:r><w:t>ใบรับ {{ office.name }} {{ plan_year }}</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>รวม {{ total }} เลขที่ {{ received }}</w:t></w:r></w:p>"
)


class OfficeContext(TypedDict):
    name: str


class Context(TypedDict):
    office: OfficeContext
    plan_year: str
    total: str
    received: str


def build_context(
    result: OfficeResult, _findings: Findings, _plan: Plan, _framework: Framework, _paper: Paper
) -> Context:
    return {
        "office": {"name": result.office.name},
        "plan_year": str(result.plan_year),
        "total": f"{result.figures.total.printed}",
        "received": "ก.1",
    }


@pytest.fixture
def receipt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DocumentKind:
    path = tmp_path / "receipt.docx"
    path.write_bytes(make_docx(BODY))
    kind = DocumentKind(
        name="receipt",
        schema=Context,
        build_context=build_context,
        needed={"office.name": ("office",)},
        title="ใบรับ",
        stem="ใบรับ",
        templates=(str(path),),
        sheets=("offices", "scores"),
        applies=lambda result: not result.office.short_name.endswith("กระบี่"),
    )
    monkeypatch.setattr(documents, "KINDS", (MEASURES, kind))
    return kind


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "offices.xlsx"
    path.parent.mkdir()
    make_workbook(3, seed=1).save(path)
    return path


def night(book: Path, out: Path, **more: object) -> RunReport:
    options: dict[str, object] = {"engine": "none", "workers": 1} | more
    return run_batch(Request((book,), out, **options), Silent())  # type: ignore[arg-type]


def statuses(office: OfficeReport) -> dict[str, str]:
    return {document.kind: str(document.status) for document in office.documents}


@pytest.mark.usefixtures("receipt")
def test_both_documents_are_made_kept_and_reported_each_by_itself(
    book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    report = night(book, out)
    assert report.exit_code == 0
    assert report.count(OfficeStatus.PRODUCED) == 3
    both = [office for office in report.offices if len(office.documents) == 2]
    (alone,) = (office for office in report.offices if len(office.documents) == 1)
    assert statuses(alone) == {"measures": "produced"}
    for office in both:
        assert statuses(office) == {"measures": "produced", "receipt": "produced"}
        names = sorted(Path(file.path).name.partition("-")[0] for file in office.files)
        assert names == ["มาตรการ", "ใบรับ"]
        (path,) = (file.path for file in office.files if "ใบรับ" in file.path)
        assert office.office in read_docx_text(out / path)
    assert {statuses(office)["measures"] for office in night(book, out).offices} == {"current"}
    # One is edited: the other of the same office is made anew, and stands beside it.
    edited = out / both[0].files[1].path
    edited.write_bytes(b"mine")
    made = night(book, out, force=True)
    assert made.exit_code == 10
    row = next(office for office in made.offices if office.office == both[0].office)
    assert statuses(row) == {"measures": "produced", "receipt": "edited"}
    assert row.status is OfficeStatus.EDITED
    assert edited.read_bytes() == b"mine"
    assert len(list(edited.parent.iterdir())) == 2


@pytest.mark.usefixtures("receipt")
def test_the_run_report_tells_them_apart_in_all_its_forms(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    night(book, out)
    content = json.loads((out / "run-report.json").read_text(encoding="utf-8"))
    assert content["totals"]["offices"] == 3
    assert content["totals"]["files"] == 5
    kinds = [[one["kind"] for one in office["documents"]] for office in content["offices"]]
    assert sorted(kinds) == [["measures"], ["measures", "receipt"], ["measures", "receipt"]]
    heads = [
        cell.value for cell in openpyxl.load_workbook(out / "run-report.xlsx").worksheets[0][1]
    ]
    assert heads[-5:-1] == ["มาตรการ Word", "มาตรการ PDF", "ใบรับ Word", "ใบรับ PDF"]
    assert heads[-1].startswith("มาตรการ ยังขาด")  # nobody asks anything of a receipt
    page = (out / "index.html").read_text(encoding="utf-8")
    assert page.count('<b lang="th">ใบรับ</b> <a href=') == 2
    assert page.count('<b lang="th">มาตรการ</b> <a href=') == 3


def test_a_kind_that_is_no_longer_made_leaves_its_documents_until_they_are_pruned(
    book: Path, tmp_path: Path, receipt: DocumentKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    night(book, out)
    monkeypatch.setattr(documents, "KINDS", (MEASURES,))
    report = night(book, out)
    assert {tuple(statuses(office).values()) for office in report.offices} == {
        ("current",), ("current", "departed"),
    }  # fmt: skip
    assert report.count(OfficeStatus.CURRENT) == 3
    night(book, out, prune=True)
    assert not list(out.rglob(f"{receipt.stem}*"))
    assert len(list(out.rglob("มาตรการ*"))) == 3


@pytest.mark.usefixtures("receipt")
def test_build_makes_both_and_a_dry_run_foresees_both(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    foreseen = night(book, out, keep_account=False, dry_run=True)
    assert not out.exists()
    built = night(book, out, keep_account=False)
    assert [statuses(office) for office in built.offices] == [
        statuses(office) for office in foreseen.offices
    ]
    assert len(list(out.rglob("*.docx"))) == 5


@pytest.mark.usefixtures("receipt")
def test_departed_offices_lose_both(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    night(book, out)
    make_workbook(1, seed=1).save(book)
    report = night(book, out, prune=True)
    assert sorted(str(office.status) for office in report.offices) == [
        "current", "pruned", "pruned",
    ]  # fmt: skip
    assert len(list(out.rglob("*.docx"))) == 2 - ("กระบี่" in report.offices[0].short_name)


def test_a_persons_template_is_checked_as_the_kind_that_it_fits(
    tmp_path: Path, receipt: DocumentKind
) -> None:
    assert inspect_template(receipt.templates[0]).problems == ()
    own = tmp_path / "own.docx"
    own.write_bytes(make_docx(BODY.replace("รวม", "รวมทั้งสิ้น")))
    assert {problem.code for problem in inspect_template(str(own)).problems} == set()
    own.write_bytes(make_docx(BODY.replace("{{ total }}", "{{ totale }}")))
    assert "template-unknown-placeholder" in {
        problem.code for problem in inspect_template(str(own)).problems
    }


def test_a_persons_template_is_used_for_its_kind_alone(
    book: Path, tmp_path: Path, receipt: DocumentKind
) -> None:
    own, out = tmp_path / "own.docx", tmp_path / "out"
    own.write_bytes(make_docx(BODY.replace("รวม", "รวมทั้งสิ้น")))
    assert receipt.templates[0] != str(own)
    night(book, out, template=str(own))
    (path,) = {path for path in out.rglob("ใบรับ*") if "กรุงเทพ" in path.name}
    assert "รวมทั้งสิ้น" in read_docx_text(path)
    assert len(list(out.rglob("มาตรการ*"))) == 3
