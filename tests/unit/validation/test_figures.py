from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import pytest

from ita_docs.framework import load_frameworks
from ita_docs.model import Validated
from ita_docs.validation import validate_workbook
from ita_docs.validation.misread import LOOK_ALIKE, Suspect, apply_changes, find_candidates
from ita_docs.wording import write_more
from tests.corpus.cell_faults import OFFICE, PHAYAO, Special, address, make_book

FRAMEWORKS = load_frameworks()
PRINTED = (86.31, 80.48, 81.82, 85.83, 89.93, 83.63, 84.12, 84.12, 83.35, 62.95)
PRINTED_FIGURES = {"iit": 26.48, "eit": 26.11, "oit": 29.63, "total": 82.22, "level": "B"}


def validate(
    scores: tuple[float, ...],
    year: int = 2562,
    accept: frozenset[str] = frozenset(),
    **published: object,
) -> Validated:
    row = {"name": OFFICE, **{f"indicator_{n}": s for n, s in enumerate(scores, 1)}, **published}
    rows = {
        "offices": [{"name": OFFICE, "short_name": "สพป.ตัวอย่าง", "result_year": year}],
        "scores": [row],
    }
    return validate_workbook(make_book(rows), FRAMEWORKS, accept=accept)


def codes(validated: Validated) -> list[str]:
    return [p.code for p in validated.problems if p.code != "measure-draft"]


def test_the_table_as_printed_has_three_wrong_instruments_and_nothing_else() -> None:
    validated = validate(PRINTED, **PRINTED_FIGURES)
    assert codes(validated) == ["instrument-disagrees"] * 3
    assert validated.refused == (OFFICE,)
    found = [p for p in validated.problems if p.code == "instrument-disagrees"]
    assert [p.values["instrument"] for p in found] == ["IIT", "EIT", "OIT"]
    assert all(p.values["candidates"].th.count("→") >= 1 for p in found)


def test_the_candidates_for_the_printed_table_hold_the_reconstruction() -> None:
    iit, eit, oit = (
        p.values["candidates"].en
        for p in validate(PRINTED, **PRINTED_FIGURES).problems
        if p.code == "instrument-disagrees"
    )
    assert "indicator 1: 86.31 → 96.31 and indicator 3: 81.82 → 88.82" in iit
    # No one or two digits of their indicators mend these; their own figures would, at its cost.
    assert eit.startswith("the EIT score: 26.11 → 25.19")
    assert oit.startswith("the OIT score: 29.63 → 29.26")


def test_the_reconstruction_agrees() -> None:
    mended = (96.31, 80.48, 88.82, 85.83, 89.93, 92.83, 84.12, 84.12, 85.20, 62.95)
    validated = validate(mended, **PRINTED_FIGURES)
    assert codes(validated) == []
    assert len(validated.results) == 1


def test_accepted_codes_build_and_are_still_reported() -> None:
    validated = validate(PRINTED, accept=frozenset({"instrument-disagrees"}), **PRINTED_FIGURES)
    assert codes(validated) == ["instrument-disagrees"] * 3
    assert validated.refused == ()
    assert validated.results[0].figures.total.printed == Decimal("82.22")


def test_a_code_that_may_not_be_accepted_refuses_all_the_same() -> None:
    validated = validate((101, *PHAYAO[1:]), accept=frozenset({"score-out-of-range"}))
    assert validated.refused == (OFFICE,)


@pytest.mark.parametrize(
    ("published", "agrees"),
    # Phayao's IIT is 0.06 x 420.64 = 25.2384; rounding allows 0.005 + 0.3 x 0.005 around it,
    # and 25.2319 would be printed as 25.23.
    [(25.23, False), ("25.2319", False), ("25.2449", True), (25.24, True), (25.25, False)],
)
def test_an_instrument_agrees_within_what_rounding_allows(published: object, agrees: bool) -> None:
    assert (codes(validate(PHAYAO, 2563, iit=published)) == []) is agrees


@pytest.mark.parametrize(("total", "agrees"), [(71.54, True), (71.56, True), (71.57, False)])
def test_the_total_may_differ_from_the_instruments_by_a_hundredth(
    total: float, agrees: bool
) -> None:
    found = codes(validate(PHAYAO, 2563, iit=25.24, eit=24.67, oit=21.64, total=total))
    assert found == ([] if agrees else ["total-disagrees"])


def test_one_wrong_instrument_is_one_problem_when_the_total_is_right() -> None:
    # 25.24 read as 24.24: the published sum is wrong by one point, the total is not to blame.
    found = codes(validate(PHAYAO, 2563, iit=24.24, eit=24.67, oit=21.64, total=71.55, level="C"))
    assert found == ["instrument-disagrees"]


def test_a_wrong_total_is_one_problem_and_the_level_is_not_blamed() -> None:
    found = codes(validate(PHAYAO, 2563, iit=25.24, eit=24.67, oit=21.64, total=77.55, level="C"))
    assert found == ["total-disagrees"]


def test_a_wrong_indicator_under_a_total_alone_is_a_total_that_disagrees() -> None:
    validated = validate((97.27, *PHAYAO[1:]), 2563, total=71.55)
    assert codes(validated) == ["total-disagrees"]
    params = next(p.values for p in validated.problems if p.code == "total-disagrees")
    assert "indicator 1: 97.27 → 91.27" in params["candidates"].en


def test_a_look_alike_digit_is_found_first() -> None:
    # ๙๑.๒๗ misread as ๙๗.๒๗; indicator 3 holds the same digit in the same place.
    validated = validate((97.27, *PHAYAO[1:]), 2563, iit=25.24, eit=24.67, oit=21.64, total=71.55)
    problem = next(p for p in validated.problems if p.code == "instrument-disagrees")
    assert problem.values["candidates"].th == ("ตัวชี้วัดที่ ๑: ๙๗.๒๗ → ๙๑.๒๗; ตัวชี้วัดที่ ๓: ๘๗.๔๘ → ๘๑.๔๘")
    assert "มักอ่านสลับกัน" in write_more(problem, "th")


@pytest.mark.parametrize(
    ("level", "found", "kept"),
    [
        ("ผ่าน", [], "ผ่าน"),
        ("ระดับ ผ่าน", [], "ผ่าน"),
        ("ผ่านดี", ["level-differs"], "ผ่านดี"),
        ("A", ["level-differs"], "A"),
        ("ดีมาก", ["level-unknown"], None),
        ("ผ่านดีเยี่ยม", ["level-disagrees"], None),
        ("ต้องปรับปรุง", ["level-disagrees"], None),
        ("F", ["level-disagrees"], None),
    ],
)
def test_where_the_scale_is_not_settled_a_level_wins_unless_the_total_rules_it_out(
    level: str, found: list[str], kept: str | None
) -> None:
    # Total 90.00 with EIT at 80: by words "ผ่าน", by letters A.
    scores = (90.0,) * 5 + (80.0,) * 3 + (97.5,) * 2
    validated = validate(scores, 2568, total=90.00, level=level)
    assert codes(validated) == found
    assert [result.figures.level.printed for result in validated] == ([kept] if kept else [])


def test_a_level_on_a_boundary_follows_the_printed_total() -> None:
    assert codes(validate((85.0,) * 10, 2562, total=85, level="A")) == []
    assert codes(validate((84.99,) * 10, 2562, total=84.99, level="A")) == ["level-disagrees"]


def test_every_look_alike_pair_is_tried_both_ways() -> None:
    for one, other in LOOK_ALIKE:
        for read, meant in ((one, other), (other, one)):
            figure = Suspect(("ก", "a"), Decimal(f"7{read}.00"), Decimal(100), Fraction(1), 2)
            target = Decimal(f"7{meant}.00")
            found = find_candidates([figure], -target, Decimal("0.001"))
            assert found.alike
            assert [apply_changes(figure.text, 0, c) for c in found.found] == [f"{target}"]


def test_candidates_stay_within_the_greatest_score() -> None:
    figure = Suspect(("ก", "a"), Decimal("80.00"), Decimal(85), Fraction(1), 2)
    assert find_candidates([figure], Decimal(-90), Decimal("0.001")).found == ()


def test_the_worst_search_is_quick() -> None:
    typed = [Special(value) for value in (86.3123456, *PRINTED[1:])]
    started = time.perf_counter()
    validate(tuple(typed), total=99.99)  # type: ignore[arg-type]
    assert time.perf_counter() - started < 2


# --- a fault that another explains ---------------------------------------------------------------

NINETY, EIGHTY_THREE = (90.0,) * 10, (83.0,) * 10
ROUTES = [
    (NINETY, {"iit": 20, "level": "A"}, "instrument-disagrees", "level-disagrees", "level"),
    (EIGHTY_THREE, {"total": 90, "level": "B"}, "total-disagrees", "level-disagrees", "level"),
    (NINETY, {"iit": 20, "total": 90}, "instrument-disagrees", "total-disagrees", "total"),
]


@pytest.mark.parametrize(("scores", "published", "cause", "follows", "field"), ROUTES)
def test_what_another_fault_explains_stands_once_that_one_is_accepted(
    scores: tuple[float, ...], published: dict[str, object], cause: str, follows: str, field: str
) -> None:
    alone = validate(scores, **published)
    assert codes(alone) == [cause]  # one typing fault, one error
    let_pass = validate(scores, accept=frozenset({cause}), **published)
    assert codes(let_pass) == [cause, follows]
    assert let_pass.refused == (OFFICE,)
    problem = next(p for p in let_pass.problems if p.code == follows)
    assert problem.because == (cause,)
    assert str(problem.at).endswith(address("scores", field, 2))
    both = validate(scores, accept=frozenset({cause, follows}), **published)
    assert codes(both) == [cause, follows]
    assert both.refused == ()


def test_what_no_other_fault_explains_is_reported_beside_it() -> None:
    found = validate(NINETY, iit=20, level="F")
    assert codes(found) == ["instrument-disagrees", "level-disagrees"]
    # Neither with IIT as 27.00 nor as 20.00 do the three add up to 70.
    assert codes(validate(NINETY, iit=20, total=70)) == ["instrument-disagrees", "total-disagrees"]


def test_two_faults_that_explain_a_level_only_together_do_explain_it() -> None:
    # EIT 17 (for 27) and the total 60 (for 90): mending one alone gives 60, D, or 80, B.
    published = {"iit": 27, "eit": 17, "oit": 36, "total": 60, "level": "A"}
    assert codes(validate(NINETY, **published)) == ["instrument-disagrees", "total-disagrees"]
    accept = frozenset({"instrument-disagrees", "total-disagrees"})
    assert codes(validate(NINETY, accept=accept, **published))[-1] == "level-disagrees"


def test_a_score_before_the_weight_explains_the_total_and_the_level() -> None:
    found = validate(NINETY, iit=90, eit=27, oit=36, total=90, level="A")
    assert codes(found) == ["weighted-score-too-high"]


def test_a_total_that_contradicts_its_history_because_of_an_instrument_is_one_problem() -> None:
    rows = {
        "offices": [{"name": OFFICE, "short_name": "สพป.ตัวอย่าง", "result_year": 2562}],
        "scores": [{"name": OFFICE, **{f"indicator_{n}": 90 for n in range(1, 11)}, "iit": 20}],
        "history": [{"name": OFFICE, "year": 2562, "total": 90}],
    }
    assert codes(validate_workbook(make_book(rows), FRAMEWORKS)) == ["instrument-disagrees"]
    accept = frozenset({"instrument-disagrees"})
    let_pass = validate_workbook(make_book(rows), FRAMEWORKS, accept=accept)
    assert codes(let_pass) == ["instrument-disagrees", "history-result-year-differs"]
    assert let_pass.refused == (OFFICE,)


def test_a_total_is_held_against_the_published_instruments_of_missing_scores() -> None:
    found = validate((None, *NINETY[1:]), iit=27, eit=27, oit=36, total=83)  # type: ignore[arg-type]
    assert codes(found) == ["score-missing", "total-disagrees"]
