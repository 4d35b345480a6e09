"""Every shape comes out right or is asked about, and every cell of it is accounted for."""

from __future__ import annotations

import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from ita_docs.framework import load_frameworks
from ita_docs.importing import AsItIs, Asked, Imported, QuestionError, import_sheets, read_as_it_is
from ita_docs.model import Grid
from ita_docs.offices import load_offices
from ita_docs.problems import Problem
from ita_docs.validation import validate_workbook
from ita_docs.workbook.grids import read_grids
from tests.corpus.shapes.make_shapes import CASES, Case, Truth

FRAMEWORKS = load_frameworks()


def read_files(case: Case, folder: Path) -> list[Grid]:
    grids: list[Grid] = []
    for name, content in case.files.items():
        (folder / name).write_bytes(content)
        grids += read_grids(folder / name)
    return grids


def ask(case: Case) -> Asked:
    given = dict(zip(case.args[::2], case.args[1::2], strict=True))
    return Asked(
        year=int(given["--year"]) if "--year" in given else None,
        office=given.get("--office"),
        sheets=(given["--sheet"],) if "--sheet" in given else (),
        columns=(given["--column"],) if "--column" in given else (),
    )


def take(case: Case, folder: Path) -> Imported:
    return import_sheets(read_files(case, folder), load_offices(), FRAMEWORKS, ask(case))


def expect(truth: Truth) -> dict[str, Decimal | str]:
    """The row of the form that a truth describes, as far as it must be there."""
    result = truth.result
    row: dict[str, Decimal | str] = {}
    if "ind" in truth.given:
        row |= {
            f"indicator_{n}": score
            for n, score in enumerate(result.scores, start=1)
            if n not in truth.blank
        }
    row |= {
        name.lower(): result.published(name)
        for name in ("IIT", "EIT", "OIT")
        if name in truth.given
    }
    row |= {"total": result.total} if "total" in truth.given else {}
    return row | ({"level": result.level} if "level" in truth.given else {})


def compare(imported: Imported, truths: tuple[Truth, ...]) -> None:
    scores = {str(row["name"]): row for row in imported.rows["scores"]}
    history = {(str(row["name"]), row["year"]): row for row in imported.rows["history"]}
    for truth in truths:
        name, year = truth.result.office, truth.result.year
        in_scores = truth.place == "scores" or (
            truth.place == "either" and year == imported.year.be
        )
        row = scores[name] if in_scores else history[name, year]
        for field, value in expect(truth).items():
            assert row.get(field) == value, (name, year, field)
        for number in truth.blank:
            assert f"indicator_{number}" not in row
    now = [t for t in truths if t.result.year == imported.year.be and t.place != "history"]
    assert len(scores) == len(now)
    assert len(history) == len(truths) - len(now)


@pytest.mark.parametrize("name", CASES)
def test_a_shape_is_read_right_or_asked_about(name: str, tmp_path: Path) -> None:
    case = CASES[name]()
    if case.asked:
        with pytest.raises(QuestionError):
            take(case, tmp_path)
    else:
        compare(take(case, tmp_path), case.truths)


@pytest.mark.parametrize("name", CASES)
def test_what_is_taken_without_import_is_certain_and_right(name: str, tmp_path: Path) -> None:
    case = CASES[name]()
    if not all(file.endswith(".xlsx") for file in case.files):
        pytest.skip("no .xlsx")
    grids = read_files(case, tmp_path)
    found = read_as_it_is(grids, load_offices(), FRAMEWORKS, "ita-docs import")
    if case.direct and case.shape in ("01", "02", "03", "04", "08", "13"):
        assert isinstance(found, AsItIs), found
        assert len(found.notes) == 3
        results = validate_workbook(found.workbook, FRAMEWORKS).results
        got = {(r.office.name, r.result_year.be): dict(r.figures.scores) for r in results}
        assert got == {
            (t.result.office, t.result.year): dict(enumerate(t.result.scores, start=1))
            for t in case.truths
        }
    elif name == "10a-items":
        assert found is None
    elif name == "16a-years-at-odds":
        assert isinstance(found, AsItIs)  # without --year nothing is at odds
    elif isinstance(found, Problem):
        assert found.code == "workbook-needs-import"
        assert "ita-docs import" in str(found.values["command"])
    else:
        # Read although no test asks for it: then it must be right all the same.
        assert isinstance(found, AsItIs)
        results = validate_workbook(found.workbook, FRAMEWORKS).results
        truth = {(t.result.office, t.result.year): t.result.scores for t in case.truths}
        for result in results:
            scores = truth[result.office.name, result.result_year.be]
            assert tuple(result.figures.scores.values()) == scores


def test_the_cases_are_deterministic() -> None:
    for name in ("02a-wide", "03a-merged-heads", "09c-percent-format"):
        assert CASES[name]().files == CASES[name]().files


OTHER_KINDS = ("02c-wide-instruments-between", "03a-merged-heads", "09c-percent-format",
               "15b-two-rows-merged", "07b-sheet-an-office-summary")  # fmt: skip


@pytest.mark.calc
@pytest.mark.xdist_group("calc")
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_the_same_shapes_as_old_excel_and_opendocument(ending: str, tmp_path: Path) -> None:
    cases = {name: CASES[name]() for name in OTHER_KINDS}
    sources = []
    for name, case in cases.items():
        for content in case.files.values():
            path = tmp_path / f"{name[:3]}.xlsx"
            path.write_bytes(content)
            sources.append(path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    made = tmp_path / "made"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(made),
         *map(str, sources)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for name, case in cases.items():
        grids = read_grids(made / f"{name[:3]}.{ending}")
        compare(import_sheets(grids, load_offices(), FRAMEWORKS, ask(case)), case.truths)
