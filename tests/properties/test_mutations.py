"""The shipped workbooks damaged in many ways: the same result or a problem, never another."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ita_docs.framework import load_frameworks
from ita_docs.model import OfficeResult
from ita_docs.problems import InputError, Severity
from ita_docs.thai import match_key
from ita_docs.validation import validate_workbook
from ita_docs.workbook import read_workbook
from tests.corpus.container_mutations import DAMAGES
from tests.corpus.mutations import MUTATIONS, load_book, mutate

FRAMEWORKS = load_frameworks()
INPUTS = Path(__file__).parents[2] / "inputs"
BOOKS = {name: load_book(INPUTS / f"{name}.xlsx") for name in ("phuket-2562", "example-2568")}
TIMES = {"phuket-2562": 3, "example-2568": 4}
"""Mutants of each kind from each workbook."""

DAMAGED_TIMES = {"phuket-2562": 3, "example-2568": 6}

Results = dict[str, OfficeResult]
Outcome = tuple[Results, Counter[str]]


def judge(data: bytes, folder: Path) -> Outcome:
    """The results by office without their addresses, and the codes of errors and warnings."""
    path = folder / "scores.xlsx"
    path.write_bytes(data)
    try:
        book = read_workbook(path)
    except InputError as error:
        return {}, Counter([error.code])
    validated = validate_workbook(book, FRAMEWORKS)
    troubles = (p.code for p in validated.problems if p.severity is not Severity.NOTE)
    return {match_key(r.office.name): bare(r) for r in validated.results}, Counter(troubles)


def bare(result: OfficeResult) -> OfficeResult:
    """A result without the addresses, its office's name as everybody reads it."""
    nowhere = result.at.__class__("")
    office = replace(result.office, name=match_key(result.office.name))
    measures = {number: replace(m, at=None) for number, m in result.measures.items()}
    return replace(result, office=office, at=nowhere, score_cells={}, measures=measures)


def check(case: str, verdict: str, found: Outcome, original: Outcome) -> None:
    results, troubles = found
    old, old_troubles = original
    new = troubles - old_troubles
    same, told, lost = results == old, bool(new), bool(old.keys() - results.keys())
    holds = {
        "same": same and not told,
        "warned": same and told,
        "refused": lost and told,
        "told": told,
        "either": same or told,
    }[verdict]
    assert holds, f"{case}: {verdict=} {same=} {lost=} {dict(new)}"


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    folder = tmp_path_factory.mktemp("originals")
    return {name: judge(book.data(), folder) for name, book in BOOKS.items()}


@pytest.mark.parametrize("name", BOOKS)
def test_the_copies_to_be_damaged_are_as_sound_as_the_shipped_workbooks(
    name: str, originals: dict[str, Outcome], tmp_path: Path
) -> None:
    results, troubles = originals[name]
    assert (results, troubles) == judge((INPUTS / f"{name}.xlsx").read_bytes(), tmp_path)
    assert len(results) == {"phuket-2562": 1, "example-2568": 3}[name]


@pytest.mark.parametrize("kind", MUTATIONS)
def test_a_damaged_workbook_gives_the_same_result_or_a_problem(
    kind: str, originals: dict[str, Outcome], tmp_path: Path
) -> None:
    tried = 0
    for name, times in TIMES.items():
        for seed in range(times):
            book, verdict = mutate(BOOKS[name], kind, seed)
            if verdict is None:
                continue
            tried += 1
            check(f"{name} {kind} {seed}", verdict, judge(book.data(), tmp_path), originals[name])
    assert tried


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_file_gives_the_same_result_or_a_problem(
    kind: str, originals: dict[str, Outcome], tmp_path: Path
) -> None:
    for name, times in DAMAGED_TIMES.items():
        for seed in range(times):
            rng = random.Random(f"{name}{kind}{seed}")
            data, verdict = DAMAGES[kind](rng, (INPUTS / f"{name}.xlsx").read_bytes())
            check(f"{name} {kind} {seed}", verdict, judge(data, tmp_path), originals[name])
