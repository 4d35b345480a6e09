"""What a sound template may surprise with is said, and nothing is refused for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ita_docs.problems import Problem
from ita_docs.word import check_template, load_template, refill_chart
from ita_docs.wording import write_line
from tests.corpus.make_templates_corpus import code, field, mark
from tests.forms import A4, Small, make_docx, paragraph

LANDSCAPE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
ROUNDED = '<w:pgSz w:w="11900" w:h="16840"/>'
LETTER = '<w:pgSz w:w="12240" w:h="15840"/>'
CONTENTS = field(r'TOC \o "1-3"')


def check(folder: Path, body: str) -> list[Problem]:
    path = folder / "t.docx"
    path.write_bytes(make_docx(paragraph("{{ title }}") + body))
    load_template(str(path), schema=Small, refill=refill_chart)
    return list(check_template(str(path), schema=Small, refill=refill_chart).problems)


@pytest.mark.parametrize("paper", [A4, LANDSCAPE, ROUNDED])
def test_of_a4_nothing_is_said(paper: str, tmp_path: Path) -> None:
    assert check(tmp_path, f"<w:sectPr>{paper}</w:sectPr>") == []


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        (f"<w:sectPr>{LETTER}</w:sectPr>", "216 x 279 mm"),
        ("<w:sectPr/>", "without a size"),
        (
            f"<w:p><w:pPr><w:sectPr>{LETTER}</w:sectPr></w:pPr></w:p><w:sectPr>{A4}</w:sectPr>",
            "216 x 279 mm",
        ),
    ],
)
def test_other_paper_is_named(sections: str, said: str, tmp_path: Path) -> None:
    (problem,) = check(tmp_path, sections)
    assert problem.code == "template-paper-not-a4"
    assert said in write_line(problem, "en")


@pytest.mark.parametrize(
    "contents",
    [
        f"<w:p>{CONTENTS}</w:p>",
        '<w:p><w:fldSimple w:instr=" TOC \\h "><w:r><w:t>ก 1</w:t></w:r></w:fldSimple></w:p>',
        f"<w:p>{mark('begin')}{code('TOC ')}{code('x')}{mark('separate')}{field('PAGEREF a')}"
        f"{mark('end')}</w:p>",
    ],
)
def test_a_table_of_contents_is_named_once(contents: str, tmp_path: Path) -> None:
    (problem,) = check(tmp_path, contents)
    assert problem.code == "template-contents-stale"


def test_other_fields_are_no_table_of_contents(tmp_path: Path) -> None:
    assert check(tmp_path, f"<w:p>{field(' PAGE ')}{field('SEQ TOC')}</w:p>") == []


CALLED = '<w:bookmarkStart w:id="4" w:name="a"/><w:r><w:t>ก</w:t></w:r><w:bookmarkEnd w:id="4"/>'
NUMBERED = f"<w:p>{field(' SEQ ตารางที่ ')}</w:p>"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f"<w:p>{CALLED}{field(' PAGEREF a ')}</w:p>", ["PAGEREF a"]),
        (f"<w:p>{CALLED}{field(' ref a ')}{field(' NOTEREF a ')}</w:p>", ["ref a", "NOTEREF a"]),
        (paragraph("{%p for row in rows %}") + NUMBERED + paragraph("{%p endfor %}"), ["SEQ ตาร"]),
        (paragraph("{%p if wide %}") + NUMBERED + paragraph("{%p endif %}"), ["SEQ ตาร"]),
        (NUMBERED, []),
    ],
)
def test_a_field_that_stays_as_it_was_saved_is_named(
    body: str, said: list[str], tmp_path: Path
) -> None:
    problems = check(tmp_path, body)
    assert [problem.code for problem in problems] == ["template-field-stale"] * len(said)
    for problem, words in zip(problems, said, strict=True):
        assert words in write_line(problem, "th")
