"""One problem, one sentence in one language, made at the end."""

from __future__ import annotations

import pytest

from ita_docs.problems import Digits, InputError, Lang, Location, Problem, Words, load_problem_table
from ita_docs.wording import Blanks, describe_problem, write_line, write_text

AT = Location("a.xlsx", "คะแนน", "L2")


def test_digits_are_thai_in_thai_and_what_was_typed_stays_as_typed() -> None:
    values = {"typed": "1 ๐", "most": Digits("100"), "field": Words("คะแนน IIT", "the IIT score")}
    problem = Problem("score-out-of-range", AT, "สพป.ภูเก็ต", values)
    thai, english = write_text(problem, "th"), write_text(problem, "en")
    assert "1 ๐" in thai
    assert "๑๐๐" in thai
    assert "คะแนน IIT" in thai
    assert "1 ๐" in english
    assert "100" in english
    assert "the IIT score" in english


def test_an_error_and_a_problem_of_one_code_read_alike() -> None:
    error = InputError("measure-missing", AT, indicator=Digits("2"))
    problem = Problem("measure-missing", AT, None, {"indicator": Digits("2")})
    assert write_line(error, "th") == write_line(problem, "th")
    assert "๒" in write_line(error, "th")


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_json_of_a_problem_is_in_the_language_of_the_run_throughout(lang: Lang) -> None:
    values = {"field": Words("คะแนนรวม", "the total")}
    shown = describe_problem(Problem("score-missing", AT, "ก", values), lang, frozenset())
    assert shown["values"] == {"field": values["field"].th if lang == "th" else "the total"}
    assert shown["at"] == {
        "file": "a.xlsx",
        "sheet": "คะแนน",
        "cell": "L2",
        "part": None,
        "text": "a.xlsx: 'คะแนน'!L2",
    }


def test_a_sentence_shows_by_itself_with_its_places_open() -> None:
    kind = load_problem_table()["score-missing"]
    assert "…" in kind.text["th"].format_map(Blanks())
