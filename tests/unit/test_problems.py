import re
import string
from pathlib import Path

import pytest

from ita_docs.problems import (
    DependencyError,
    InputError,
    Location,
    Problem,
    ProblemKind,
    load_problem_table,
)
from ita_docs.wording import write_line
from tools.make_problem_page import PAGE, build_page

KINDS = load_problem_table()
LANGS = ("_th", "_en")
SOURCES = Path(__file__).parents[2] / "ita_docs"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_problem_has_a_title_a_sentence_and_a_cure_in_both_languages(
    kind: ProblemKind,
) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", kind.code)
    for words in (kind.title, kind.text, kind.cure):
        assert words.keys() == {"th", "en"}
        assert re.search("[\u0e00-\u0e7f]", words["th"])
        assert re.search("[A-Za-z]", words["en"])
    assert not fields(kind.title["th"] + kind.title["en"])
    for words in (kind.text, kind.cure):
        # Values, not ready sentences: a value is chosen for the language by ``wording``.
        assert not [name for name in fields(words["th"] + words["en"]) if name[-3:] in LANGS]


def test_a_code_stands_in_one_room_only() -> None:
    pages = sorted((SOURCES / "problems.d").glob("*.toml"))
    codes = [
        code for page in pages for code in re.findall(r"^\[([\w-]+)\]", page.read_text(), re.M)
    ]
    assert len(codes) == len(set(codes))


def test_every_code_of_the_table_is_used_in_the_program() -> None:
    source = "\n".join(path.read_text() for path in SOURCES.rglob("*.py"))
    unused = [code for code in KINDS if f'"{code}"' not in source]
    assert not unused


def test_the_page_of_problems_is_made_from_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == build_page(), "run `make docs`"


def test_a_location_reads_as_excel_writes_it() -> None:
    assert str(Location("a.xlsx", "คะแนน", "D14")) == "a.xlsx: 'คะแนน'!D14"
    assert str(Location("a.xlsx", "it's", "A1")) == "a.xlsx: 'it''s'!A1"
    assert str(Location("2562.toml", part="levels.A")) == "2562.toml: levels.A"
    assert str(Location("a.xlsx")) == "a.xlsx"


def test_a_problem_is_one_line_with_its_address_whatever_the_data_holds() -> None:
    kind = KINDS["score-not-a-number"]
    params = dict.fromkeys(fields(kind.text["th"] + kind.cure["th"]), "x\n{y}")
    problem = Problem(kind.code, Location("a.xlsx", "คะแนน", "D2"), values=params)
    line = write_line(problem, "th")
    assert line.startswith("a.xlsx: 'คะแนน'!D2: ")
    assert "\n" not in line


def test_an_error_crosses_to_another_process_whole() -> None:
    import pickle

    error = InputError("emblem-unreadable", Location("a.png"), reason="x")
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.at, again.values) == (error.code, error.at, error.values)
    assert isinstance(again, InputError)
    assert DependencyError.exit_code == 5
