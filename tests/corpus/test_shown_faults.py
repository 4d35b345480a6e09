"""A cell that shows something else than it stores is read as shown, or told with its address."""

from __future__ import annotations

from pathlib import Path

import pytest

from ita_docs.framework import load_frameworks
from ita_docs.model import OfficeResult, Validated
from ita_docs.problems import Severity
from ita_docs.validation import validate_workbook
from ita_docs.wording import write_line, write_text
from ita_docs.workbook import read_workbook
from tests.corpus.make_corpus import OFFICE
from tests.corpus.shown_faults import READ, TOLD, book

FRAMEWORKS = load_frameworks()
NUMBERS_AND_NAMES = frozenset({"cell-runs-differ", "cell-shown-otherwise", "cell-error-value",
                               "score-formula-zero", "row-struck", "office-missing"})  # fmt: skip


def judge(folder: Path, data: bytes, *accepted: str) -> Validated:
    (folder / "scores.xlsx").write_bytes(data)
    workbook = read_workbook(folder / "scores.xlsx")
    return validate_workbook(workbook, FRAMEWORKS, accept=frozenset(accepted))


def test_the_sound_workbook_has_no_problem(tmp_path: Path) -> None:
    assert judge(tmp_path, book()).problems == ()


@pytest.mark.parametrize("fault", TOLD)
def test_what_is_not_shown_is_told_with_its_address(fault: str, tmp_path: Path) -> None:
    make, code, where = TOLD[fault]
    validated = judge(tmp_path, make())
    found = [p for p in validated.problems if p.code == code]
    assert [str(p.at) for p in found] == [f"scores.xlsx: {where}"], validated.problems
    (problem,) = found
    if code in NUMBERS_AND_NAMES:
        assert problem.severity is Severity.ERROR
    for lang in ("th", "en"):
        assert "{" not in write_line(problem, lang)
        assert len(write_text(problem, lang)) <= 200
    # One cause, one problem: all else is what follows from a value that could not be taken.
    follows = {"score-missing", "office-without-scores", "scores-without-office", "office-unknown",
               "total-disagrees", "level-disagrees", "measure-draft", "score-unusually-low",
               "measure-unassigned", "date-far-from-plan", "short-name-missing",
               "cpi-label-missing", "measure-incomplete"}  # fmt: skip
    assert {p.code for p in validated.problems} - {code} <= follows, validated.problems


@pytest.mark.parametrize("fault", [name for name, told in TOLD.items() if told[1] in (
    "cell-runs-differ", "cell-shown-otherwise", "score-formula-zero", "row-struck")])  # fmt: skip
def test_a_number_or_a_name_that_is_not_shown_refuses_its_office(
    fault: str, tmp_path: Path
) -> None:
    validated = judge(tmp_path, TOLD[fault][0]())
    footnote = "2" if fault == "name with a footnote" else ""
    assert validated.refused == (OFFICE + footnote,)
    assert list(validated.results) == []


def test_a_formulas_zero_is_printed_once_it_is_accepted(tmp_path: Path) -> None:
    make, code, _ = TOLD["CPI of a formula's 0"]
    assert list(judge(tmp_path, make()).results) == []
    (result,) = judge(tmp_path, make(), code).results
    assert result.cpi[0].score == 0


def test_what_is_struck_out_or_hidden_is_not_printed(tmp_path: Path) -> None:
    (result,) = judge(tmp_path, TOLD["measure with a line struck out"][0]()).results
    assert result.measures[10].steps == ("ก", "ค")
    (result,) = judge(tmp_path, TOLD["measure struck out"][0]()).results
    assert result.measures[10].time_frame == ()
    (result,) = judge(tmp_path, TOLD["position raised in part"][0]()).results
    assert result.position == ("ผู้อำนวยการ๑",)
    for word in ("nan", "N/A", "NULL"):
        (result,) = judge(tmp_path, TOLD[f"signer {word}"][0]()).results
        assert result.signer is None


def look(result: OfficeResult, what: str) -> object:
    """One thing of a result, in plain values."""
    if what == "score":
        return str(result.figures.scores[10])
    if what == "time_frame":
        return result.measures[10].time_frame
    if what == "steps":
        return result.measures[10].steps
    if what == "announced_on":
        return None if result.announced_on is None else result.announced_on.isoformat()
    found = {
        "signer": result.signer,
        "position": result.position,
        "label": result.cpi[0].label,
        "year": result.result_year.be,
        "measures": list(result.measures),
    }
    return found[what]


@pytest.mark.parametrize("name", READ)
def test_what_is_shown_is_read_without_a_word(name: str, tmp_path: Path) -> None:
    make, what, expected = READ[name]
    validated = judge(tmp_path, make())
    assert [write_line(p, "en") for p in validated.problems] == []
    (result,) = validated.results
    assert look(result, what) == expected
