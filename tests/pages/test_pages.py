"""The pages that are signed: both templates, both engines, offices of every kind.

A test of its own kind, marked ``pages``. Each engine draws the whole matrix in one start; what is
asked of a page is asked of all of them, and every fault is named with its document.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from io import BytesIO
from itertools import pairwise, product

import page as page_validation
import pytest

from ita_docs.documents import FOLLOWUP, MEASURES
from ita_docs.pdf import PdfFile, convert_many, find_engine
from ita_docs.pdf.joints import (
    find_breaks_of_long_words,
    find_joints,
    load_unbroken_words,
)
from tests.golden.cases import read_paragraphs
from tests.pages.offices import LONG, NOTED, SHORT, Case, make_docx
from tests.pages.reading import Pages, find_line_starts

WEAK = (0, 1, 2, 3, 4, 5, 7, 10)
CLOSING = {
    "announcement": "จึงประกาศให้ทราบโดยทั่วกัน",
    "report": None,
    "followup": "รายงาน ณ วันที่",
}
"""With what the signature of a template begins; a report is not signed."""
MARK = re.compile("[ะ-ฺๅ็-๎]")
"""Vowels and tone marks that stand behind, above or below their consonant."""
HEADER = re.compile(r"-\s*[๐-๙]+\s*-(\s*ร่าง)?|ร่าง")
WHOLE = ("ข้อมูล", "สมมติ", "ตัวอย่าง")
"""Words of these offices that are whole for every engine, so that no glossary has them."""
CASES = [
    case
    for template in MEASURES.templates
    for place, weak in enumerate(WEAK)
    for case in (
        Case(template, weak),
        Case(template, weak, columns=(6, 7, 10)[place % 3]),
        Case(template, weak, office=LONG, columns=(5, 7, 10, 6)[place % 4], emblem=place % 2 == 0),
        Case(template, weak, cpi=12, years=place % 6 + 1),
        Case(template, weak, office=NOTED, cpi=0, years=place % 6 + 1, emblem=place % 2 == 1),
    )
] + [
    Case(template, weak, office=(SHORT, NOTED, LONG)[place % 3])
    for template in FOLLOWUP.templates
    for place, weak in enumerate(WEAK[1:])
]
ALL_CASES = [
    Case(template, weak, office=office, columns=columns, cpi=cpi, years=years, emblem=emblem)
    for template, weak, office, columns, cpi, years, emblem in product(
        MEASURES.templates,
        WEAK,
        (SHORT, NOTED, LONG),
        (5, 6, 7, 10),
        (0, 6, 12),
        (1, 2, 6),
        (False, True),
    )
]
"""By hand only, with ``--all-pages``: two hours or three."""
ENGINES = [
    pytest.param(name, marks=[pytest.mark.xdist_group(f"pages-{name}"), *marks])
    for name, marks in (("libreoffice", [pytest.mark.libreoffice]), ("rdocx", []))
]
pytestmark = pytest.mark.pages


@pytest.fixture(scope="module")
def cases(request: pytest.FixtureRequest) -> tuple[Case, ...]:
    """What is drawn: a matrix that CI has time for, or all that there is."""
    return tuple(ALL_CASES if request.config.getoption("--all-pages") else CASES)


@cache
def draw(name: str, cases: tuple[Case, ...]) -> Mapping[Case, Pages]:
    """Every document of the matrix, drawn by one engine in as few starts as it likes."""
    engine = find_engine(name)
    assert engine is not None
    made = dict(zip(cases, convert_many(list(map(make_docx, cases)), engine), strict=True))
    assert [(case.name, pdf) for case, pdf in made.items() if not isinstance(pdf, PdfFile)] == []
    return {case: Pages(pdf.data) for case, pdf in made.items() if isinstance(pdf, PdfFile)}


def find_empty_figures(pages: Pages) -> Iterator[str]:
    """Charts and emblems whose tags say words, but of nothing that is on the page."""
    if pages.empty_figures:
        yield f"{pages.empty_figures} figures without a picture"


def find_blank_halves(pages: Pages) -> Iterator[str]:
    """Pages that are blank below the middle, though another page follows."""
    for number, blank in enumerate(pages.blank_below[:-1], start=1):
        if blank > 0.5:
            yield f"page {number} is blank for {blank:.0%}"


def find_overflow(pages: Pages) -> Iterator[str]:
    """Pages whose text goes over the right edge: a word too long for the last column of a table."""
    for number, beyond in enumerate(pages.beyond_edge, start=1):
        if beyond:
            yield f"page {number} goes over its right edge"


def find_signatures_alone(case: Case, pages: Pages) -> Iterator[str]:
    """A last page with the closing, and above it neither a row of the table nor two lines."""
    closing = CLOSING[case.template]
    if closing is None:
        return
    closing = "".join(closing.split())
    number = pages.find_page(closing)
    lines = [line for line in pages.lines[number] if line.strip()]
    place = next(n for n, line in enumerate(lines) if closing in "".join(line.split()))
    if len([line for line in lines[:place] if not _is_header(line)]) < 2:
        yield f"page {number + 1} begins with {lines[:3]}"
    if number != len(pages.lines) - 1:
        yield "the signature goes on to another page"


def find_headings_alone(pages: Pages) -> Iterator[str]:
    """Headings whose page ends before what is under them; a heading row without a row."""
    elements = pages.elements
    for element, following in pairwise(elements):
        if element.role in ("H1", "H2", "H3") and element.pages[-1] != following.pages[0]:
            yield f"a heading alone on page {element.pages[0] + 1}"
        if following.role != "Table":
            continue
        head, first = following.rows[0], following.rows[1]
        if head[0] != first[0]:
            yield f"a heading row alone on page {head[0] + 1}"
        # A table that goes on after another was ended for the page's sake.
        if element.role != "Table" and element.pages[-1] != first[0]:
            yield f"the text that leads in alone on page {element.pages[-1] + 1}"


def find_broken_words(engine: str, case: Case, pages: Pages) -> set[str]:
    """Words of the glossary broken over lines, and marks parted from their letters."""
    faults = set()
    for number, lines in enumerate(pages.lines, start=1):
        words, starts = find_line_starts(lines)
        for plain, joints in _list_unbroken(case, engine):
            for found in re.finditer(re.escape(plain), words):
                for place in range(1, len(plain)):
                    if found.start() + place not in starts:
                        continue
                    around = f"{plain[max(0, place - 9) : place]}|{plain[place : place + 9]}"
                    if MARK.match(plain[place:]):
                        faults.add(f"page {number}: a mark is parted: {around}")
                    elif place in joints:
                        faults.add(f"page {number}: a word is broken: {around}")
    return faults


@cache
def _list_unbroken(case: Case, engine: str) -> list[tuple[str, set[int]]]:
    """The paragraphs without their spaces, and before which letters no line may begin."""
    whole = [word for word in (*load_unbroken_words(engine), *WHOLE) if " " not in word]
    inside = re.compile("|".join(map(re.escape, sorted(whole, key=len, reverse=True))))
    found = {}
    for paragraph in _list_paragraphs(case):
        plain = "".join(paragraph.split())
        joints = _squeeze_places(paragraph, find_joints(paragraph, engine))
        for word in inside.finditer(plain):
            joints |= set(range(word.start() + 1, word.end()))
        bars = find_breaks_of_long_words(paragraph, engine)
        found[plain] = joints - _squeeze_places(paragraph, bars)
    return list(found.items())


def find_missing_paragraphs(case: Case, pages: Pages) -> Iterator[str]:
    """Paragraphs of the document that do not stand on the pages, in the order of the document."""
    # A paragraph that goes over a page has the number of the next in its midst.
    lines = [line for page in pages.lines for line in page if not _is_header(line)]
    words, position = "".join("".join(lines).split()), 0
    for paragraph in _list_paragraphs(case):
        plain = "".join(paragraph.split())
        found = words.find(plain, position)
        if found < 0:
            yield f"missing: {paragraph[:60]}"
        else:
            position = found + len(plain)


def find_faults_of_form(pages: Pages) -> Iterator[str]:
    """What keeps a file from being PDF/A-2b and PDF/UA-1."""
    for profile in ("2b", "ua1"):
        for failure in page_validation.validate_pdf_bytes(pages.data, profile=profile).failures:
            yield f"{profile}: {failure.rule_id} {failure.message}"


def _is_header(line: str) -> bool:
    """Whether a line is the number of a page, the word for a draft, or both."""
    return HEADER.fullmatch(line.strip()) is not None


@cache
def _list_paragraphs(case: Case) -> list[str]:
    with zipfile.ZipFile(BytesIO(make_docx(case))) as package:
        return [text for text in read_paragraphs(package.read("word/document.xml")) if text.strip()]


def _squeeze_places(text: str, places: set[int]) -> set[int]:
    """Places of a text as they are in it without its spaces."""
    return {len("".join(text[:place].split())) for place in places}


CHECKS: dict[str, Callable[[str, Case, Pages], Iterable[str]]] = {
    "no page is blank for more than a half before another": lambda *it: find_blank_halves(it[2]),
    "nothing goes over the edge": lambda *it: find_overflow(it[2]),
    "no signature stands alone": lambda *it: find_signatures_alone(*it[1:]),
    "no heading stands alone": lambda *it: find_headings_alone(it[2]),
    "no word is broken and no mark parted": find_broken_words,
    "every paragraph is there": lambda *it: find_missing_paragraphs(*it[1:]),
    "every figure is of a picture": lambda *it: find_empty_figures(it[2]),
    "every file is PDF/A-2b and PDF/UA-1": lambda *it: find_faults_of_form(it[2]),
}


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", ENGINES)
def test_the_pages_of_every_office_are_fit_to_be_signed(
    name: str, check: str, cases: tuple[Case, ...]
) -> None:
    faults = [
        f"{case.name}: {fault}"
        for case, pages in draw(name, cases).items()
        for fault in CHECKS[check](name, case, pages)
    ]
    assert not faults, "\n".join(faults)


def test_the_matrix_holds_every_kind_of_office() -> None:
    assert {case.weak for case in CASES} == set(WEAK)
    assert {case.years for case in CASES} == {1, 2, 3, 4, 5, 6}
    assert {case.columns for case in CASES} == {5, 6, 7, 10}
    assert {case.cpi for case in CASES} == {0, 6, 12}
    assert {case.emblem for case in CASES} == {False, True}
    assert {case.office for case in CASES} == {SHORT, NOTED, LONG}
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.name for case in ALL_CASES}) == len(ALL_CASES)
