from pathlib import Path

import pytest

from ita_docs.batch.edits import note_edit, tell_edit
from ita_docs.batch.ledger import Edit, Entry
from ita_docs.model import ProducedFile
from ita_docs.problems import Lang
from ita_docs.publishing import Edited
from ita_docs.wording import write_cure, write_text

FOLDER = "2563/ก"
WORD = ProducedFile(f"{FOLDER}/a.docx", 1, "m" * 64)
PDF = ProducedFile(f"{FOLDER}/a.pdf", 1, "p" * 64)
FOUND = Edited((WORD, PDF), (WORD,))


def tell(edit: Edit, told: Edit | None) -> list[str]:
    return [problem.code for problem in tell_edit(edit, told, Path("outputs"))]


def entry(words: str) -> Entry:
    return Entry(FOLDER, "n", "s", "f", words, None, (WORD, PDF))


@pytest.mark.parametrize(
    ("made_from", "told_of", "now", "codes"),
    [
        ("w1", None, "w1", ["edited-by-hand"]),
        ("w1", None, "w2", ["edited-by-hand", "edited-stale"]),
        ("w1", "w1", "w1", ["edited-kept"]),
        ("w1", "w1", "w2", ["edited-stale"]),
        ("w1", "w2", "w2", ["edited-kept-stale"]),
        ("w1", "w2", "w1", ["edited-kept"]),
        ("", None, "w1", ["edited-by-hand"]),  # version 0.1.0 noted no words
        ("", "w1", "w2", ["edited-stale"]),
        (None, "w1", "w1", ["edited-kept"]),  # no ledger
        (None, "w1", "w2", ["edited-stale"]),
    ],
)
def test_what_is_news_and_what_is_stale(
    made_from: str | None, told_of: str | None, now: str, codes: list[str]
) -> None:
    made = entry(made_from) if made_from is not None else None
    told = note_edit(FOLDER, "measures", FOUND, told_of, made, None) if told_of else None
    assert tell(note_edit(FOLDER, "measures", FOUND, now, made, told), told) == codes


def test_only_of_a_word_file_it_is_said_how_its_pdf_is_made() -> None:
    for found, says in ((FOUND, True), (Edited((WORD, PDF), (PDF,)), False)):
        edit = note_edit(FOLDER, "measures", found, "w", entry("w"), None)
        (problem,) = tell_edit(edit, None, Path("outputs"))
        assert ("ita-docs pdf FILE.docx" in write_cure(problem, "th")) is says
        assert str(problem.at) == f"outputs/{found.someones[0].path}"


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_sentences_are_short(lang: Lang) -> None:
    edit = note_edit(FOLDER, "measures", FOUND, "w", entry("v"), None)
    for problem in tell_edit(edit, None, Path("outputs")):
        assert len(f"{write_text(problem, lang)} {write_cure(problem, lang)}") <= 200
