from __future__ import annotations

from ita_docs.framework import load_frameworks
from ita_docs.schema import INDICATOR_NAMES, SHEETS
from tools.make_column_page import PAGE, build_page


def test_the_page_of_columns_is_made_from_the_schema() -> None:
    assert PAGE.read_text(encoding="utf-8") == build_page(), "run `make docs`"


def test_every_column_has_words_of_its_own_in_both_languages() -> None:
    for sheet in SHEETS.values():
        said = [column.words for column in sheet.columns.values()]
        assert len({words.th for words in said}) == len(said)
        assert len({words.en for words in said}) == len(said)
        assert all(words.th != words.en for words in said)


def test_no_spelling_names_two_columns_of_a_sheet() -> None:
    for sheet in SHEETS.values():
        spellings = [
            text
            for column in (
                *sheet.columns.values(),
                *sheet.live.values(),
                *sheet.guards.values(),
            )
            for text in (column.header, *column.aliases)
        ]
        assert len(sheet.keys) == len(spellings), sheet.name
        assert all(sheet.find_field(text) is not None for text in spellings)


def test_the_names_of_the_indicators_are_those_of_every_year() -> None:
    for framework in load_frameworks().values():
        for indicator in framework.indicators:
            spellings = {indicator.name, *indicator.aliases}
            assert spellings <= set(INDICATOR_NAMES[indicator.number]), framework.year
