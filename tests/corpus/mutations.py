"""Damage done to a workbook by chance (seeded), each with the verdict that it must get.

A mutation changes a ``Book`` in place and says what must follow:

``same``     the result is the same and nobody is troubled (no new error, no new warning)
``warned``   the result is the same, and something new is said
``refused``  the office (or the whole file) is refused
``told``     whatever the result, an error or a warning that was not there before
``either``   the same result, or as ``told``

Undetectable by anybody who has the workbook alone, and so not here: two scores of one instrument
exchanged, a changed hundredth, another total of an earlier year, another text.
"""

from __future__ import annotations

import copy
import datetime
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from tests.corpus.make_corpus import NAMES, Sheet, letters, make_parts, pack

OFFICES, SCORES, HISTORY, CPI, MEASURES = "หน่วยงาน", "คะแนน", "ประวัติคะแนน", "CPI", "มาตรการ"
LAST_SCORE, LEVEL = 15, 16
"""Columns of คะแนน: indicators 2-11, instruments 12-14, the total 15, the level 16."""

Value = object


@dataclass(frozen=True)
class Raw:
    """A cell as XML; ``{r}`` stands for its address."""

    xml: str


@dataclass
class Page:
    """A worksheet that can be damaged: values by (row, column)."""

    name: str
    cells: dict[tuple[int, int], Value]
    state: str = ""
    before: str = ""
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)

    @property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        return max((column for _, column in self.cells), default=0)

    def rows(self) -> list[int]:
        """The numbers of the rows under the header."""
        return sorted({row for row, _ in self.cells if row > 1})

    def move(self, to: Callable[[int, int], tuple[int, int]]) -> None:
        self.cells = {to(*place): value for place, value in self.cells.items()}

    def sheet(self) -> Sheet:
        merged = "".join(f'<mergeCell ref="{area}"/>' for area in self.merged)
        cells = {}
        for (row, column), value in self.cells.items():
            address = f"{letters(column)}{row}"
            cells[address] = value.xml.format(r=address) if isinstance(value, Raw) else value
        return Sheet(
            self.name,
            cells,  # type: ignore[arg-type]
            before=self.before,
            behind=f"<mergeCells>{merged}</mergeCells>" if merged else "",
            state=self.state,
            rows=dict.fromkeys(self.hidden_rows, ' hidden="1"'),
        )


@dataclass
class Book:
    """A workbook that can be damaged; ``parts`` edits the finished parts once more."""

    pages: list[Page]
    extra: str = ""

    def __getitem__(self, name: str) -> Page:
        return next(page for page in self.pages if page.name == name)

    def data(self) -> bytes:
        return pack(make_parts(*(page.sheet() for page in self.pages), extra_workbook=self.extra))


def load_book(path: Path) -> Book:
    """A shipped workbook without its formatting."""
    pages = []
    for sheet in openpyxl.load_workbook(path):
        cells = {
            (cell.row, cell.column): _value(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        pages.append(Page(sheet.title, cells))
    return Book(pages)


def _value(value: object) -> Value:
    if isinstance(value, datetime.datetime):
        days = (value - datetime.datetime(1899, 12, 30)).days
        return Raw(f'<c r="{{r}}" s="2"><v>{days}</v></c>')
    return value


Mutation = Callable[[random.Random, Book], str | None]
MUTATIONS: dict[str, Mutation] = {}
"""Name -> what it does; None where the workbook has nothing of that kind to damage."""


def mutation(do: Mutation) -> Mutation:
    MUTATIONS[do.__name__] = do
    return do


def mutate(path_book: Book, name: str, seed: int) -> tuple[Book, str | None]:
    """A damaged copy, and the verdict that it must get."""
    book = copy.deepcopy(path_book)
    verdict = MUTATIONS[name](random.Random(f"{name}{seed}"), book)
    return book, verdict


def _score(rng: random.Random, book: Book, last: int = LAST_SCORE) -> tuple[Page, tuple[int, int]]:
    page = book[SCORES]
    return page, (rng.choice(page.rows()), rng.randint(2, last))


def _shown(value: Value) -> str:
    """A number's digits as a person reads them, in Arabic digits."""
    return "".join(str(int(c)) if c.isdecimal() else c for c in str(value))


def _thai(text: str, zero: int = 0x0E50) -> str:
    return "".join(chr(zero + int(c)) if c in "0123456789" else c for c in text)


def _put(value: str) -> Mutation:
    """Write a text over a score or over a published figure."""

    def do(rng: random.Random, book: Book) -> str:
        page, place = _score(rng, book)
        page.cells[place] = value.format(_shown(page.cells[place]))
        return "refused"

    return do


def _rewrite(change: Callable[[random.Random, str], Value]) -> Mutation:
    """Write a score in another way that shows the same number."""

    def do(rng: random.Random, book: Book) -> str:
        page, place = _score(rng, book)
        page.cells[place] = change(rng, _shown(page.cells[place]))
        return "same"

    return do


INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
MUTATIONS.update(
    # --- a number written otherwise
    number_as_text=_rewrite(lambda _, n: n),
    number_in_thai_digits=_rewrite(lambda _, n: _thai(n)),
    number_in_full_width_digits=_rewrite(lambda _, n: _thai(n, 0xFF10).replace(".", "\uff0e")),
    number_among_spaces=_rewrite(lambda r, n: r.choice(" \u00a0\u3000\t") + n + "\u00a0 "),
    number_with_invisible_characters=_rewrite(
        lambda r, n: "".join(c + r.choice(["", *INVISIBLE]) for c in n)
    ),
    number_with_zeros=_rewrite(lambda _, n: f"{float(n):.4f}"),
    number_with_leading_zero=_rewrite(lambda _, n: f"0{n}"),
    number_with_an_exponent_in_the_file=_rewrite(
        lambda _, n: Raw(f"<c r='{{r}}'><v>{float(n) / 10!r}E1</v></c>")
    ),
    number_with_float_noise=_rewrite(
        lambda r, n: Raw(f"<c r='{{r}}'><v>{float(n) * (1 + r.choice([-1, 1]) * 3e-16)!r}</v></c>")
    ),
    number_as_result_of_a_formula=_rewrite(
        lambda _, n: Raw(f"<c r='{{r}}'><f>1*{n}</f><v>{n}</v></c>")
    ),
    number_as_text_of_a_formula=_rewrite(
        lambda _, n: Raw(f"<c r='{{r}}' t='str'><f>\"{n}\"</f><v>{_thai(n)}</v></c>")
    ),
    number_in_rich_text=_rewrite(
        lambda _, n: Raw(
            f"<c r='{{r}}' t='inlineStr'><is><r><t>{n[:1]}</t></r><r><t>{n[1:]}</t></r></is></c>"
        )
    ),
    # --- a number that is none any more
    comma_for_point=_put("{},5"),
    comma_between_thousands=_put("1,{}"),
    unit_behind=_put("{} คะแนน"),
    percent_sign=_put("{}%"),
    exponent_typed=_put("{}e0"),
    sign_in_front=_put("+{}"),
    two_points=_put("{}.1"),
    mixed_digits=_put("{}๕"),
    digits_of_another_script=_put("९{}"),
    superscript_behind=_put("{}²"),
    fraction_behind=_put("{}½"),
    space_inside=_put("8 {}"),
    letter_for_zero=_put("{}O"),
    underscore_inside=_put("1_{}"),
    turned_around=_put("\u202e{}"),
    arrow_mark_inside=_put("8\u200f{}"),
    escape_of_excel=_put("{}_x0008_"),
    not_a_number=_put("nan"),
    infinity=_put("inf"),
    hexadecimal=_put("0x5{}"),
    error_value=_put("#VALUE!"),
    in_words=_put("แปดสิบ"),
    two_numbers=_put("{0} {0}"),
    range_of_numbers=_put("{0}-{0}"),
)


def _raw_score(xml: str, verdict: str = "refused", last: int = LAST_SCORE) -> Mutation:
    def do(rng: random.Random, book: Book) -> str:
        page, place = _score(rng, book, last)
        page.cells[place] = Raw(xml.replace("{n}", _shown(page.cells[place])))
        return verdict

    return do


MUTATIONS.update(
    score_in_a_date_format=_raw_score("<c r='{r}' s='2'><v>{n}</v></c>"),
    score_in_a_percent_format=_raw_score("<c r='{r}' s='3'><v>{n}</v></c>"),
    score_true=_raw_score("<c r='{r}' t='b'><v>1</v></c>"),
    score_of_an_error=_raw_score("<c r='{r}' t='e'><v>#REF!</v></c>"),
    score_never_calculated=_raw_score("<c r='{r}'><f>A1</f></c>"),
    score_never_calculated_but_empty=_raw_score("<c r='{r}'><f>A1</f><v></v></c>"),
    score_as_iso_date=_raw_score("<c r='{r}' t='d'><v>2025-01-01</v></c>"),
    score_of_a_string_that_is_not_there=_raw_score("<c r='{r}' t='s'><v>{n}</v></c>"),
    score_of_a_huge_number=_raw_score("<c r='{r}'><v>1E309</v></c>"),
    score_of_many_digits=_raw_score("<c r='{r}'><v>" + "9" * 39 + "</v></c>"),
    score_with_an_unknown_style=_raw_score("<c r='{r}' s='99999'><v>{n}</v></c>", "same"),
    indicator_blank=_raw_score("<c r='{r}'/>", last=11),
    indicator_dash=_raw_score("<c r='{r}' t='inlineStr'><is><t>–</t></is></c>", last=11),
    indicator_zero_width=_raw_score("<c r='{r}' t='str'><v>\u200b</v></c>", last=11),
    indicator_said_to_be_missing=_raw_score("<c r='{r}' t='str'><v>ไม่มีข้อมูล</v></c>", last=11),
    indicator_of_an_empty_formula=_raw_score("<c r='{r}' t='str'><f>A9</f><v></v></c>", last=11),
    indicator_zero=_raw_score("<c r='{r}'><v>0</v></c>", last=11),
)


# --- numbers that are another number: the published figures contradict --------------------------


@mutation
def a_digit_changed(rng: random.Random, book: Book) -> str:
    page, place = _score(rng, book)
    shown = _shown(page.cells[place])
    whole, _, rest = shown.partition(".")
    where = rng.randrange(len(whole))
    digit = rng.choice([d for d in "0123456789" if d != whole[where]])
    page.cells[place] = float(f"{whole[:where]}{digit}{whole[where + 1 :]}.{rest or 0}")
    return "refused"


@mutation
def a_point_moved(rng: random.Random, book: Book) -> str:
    page, place = _score(rng, book)
    page.cells[place] = float(_shown(page.cells[place])) * rng.choice([10, 100, 0.1, 0.01])
    return "refused"


@mutation
def a_number_made_negative(rng: random.Random, book: Book) -> str:
    page, place = _score(rng, book)
    page.cells[place] = -float(_shown(page.cells[place]))
    return "refused"


@mutation
def scores_of_two_instruments_exchanged(rng: random.Random, book: Book) -> str:
    page = book[SCORES]
    row = rng.choice(page.rows())
    one, other = (row, rng.randint(2, 6)), (row, rng.randint(10, 11))
    far = abs(float(_shown(page.cells[one])) - float(_shown(page.cells[other]))) > 0.5
    page.cells[one], page.cells[other] = page.cells[other], page.cells[one]
    return "refused" if far else "either"


@mutation
def a_row_of_scores_moved_one_column(rng: random.Random, book: Book) -> str:
    page = book[SCORES]
    row, by = rng.choice(page.rows()), rng.choice([-1, 1])
    page.move(lambda r, c: (r, c + by) if r == row and c >= 2 else (r, c))
    if by < 0:
        page.cells[row, 1] = next(
            v for (r, c), v in book[OFFICES].cells.items() if (r, c) == (row, 1)
        )
    return "refused"


@mutation
def scores_as_fractions_of_one(rng: random.Random, book: Book) -> str:
    page = book[SCORES]
    row = rng.choice(page.rows())
    for column in range(2, LEVEL + 1):
        value = page.cells.pop((row, column))
        if column <= 11:
            page.cells[row, column] = round(float(_shown(value)) / 100, 4)
    return "refused"


@mutation
def a_score_in_the_neighbouring_row(rng: random.Random, book: Book) -> str | None:
    page = book[SCORES]
    if len(page.rows()) < 2:
        return None
    column = rng.randint(2, LAST_SCORE)
    one, other = rng.sample(page.rows(), 2)
    a, b = page.cells[one, column], page.cells[other, column]
    page.cells[one, column], page.cells[other, column] = b, a
    return "refused" if abs(float(_shown(a)) - float(_shown(b))) > 0.5 else "either"


@mutation
def another_level(rng: random.Random, book: Book) -> str:
    page = book[SCORES]
    row = rng.choice(page.rows())
    page.cells[row, LEVEL] = rng.choice(["AA", "F", "ต้องปรับปรุงโดยด่วน", "E", "D"])
    return "refused"


# --- years and dates ----------------------------------------------------------------------------


def _year(change: Callable[[random.Random, int], Value], verdict: str = "refused") -> Mutation:
    def do(rng: random.Random, book: Book) -> str | None:
        name, column = rng.choice([(OFFICES, 3), (OFFICES, 4), (HISTORY, 2)])
        page = book[name]
        if not page.rows():
            return None
        place = (rng.choice(page.rows()), column)
        page.cells[place] = change(rng, int(_shown(page.cells[place])))
        return verdict

    return do


MUTATIONS.update(
    year_of_the_common_era=_year(lambda _, y: y - 543),
    year_of_two_digits=_year(lambda _, y: y % 100),
    year_of_two_thai_digits=_year(lambda _, y: _thai(str(y % 100))),
    year_with_a_slash=_year(lambda _, y: f"{y}/{y + 1}"),
    year_with_a_fraction=_year(lambda _, y: y + 0.5),
    year_with_a_comma=_year(lambda _, y: f"{y:,}"),
    year_in_mixed_digits=_year(lambda _, y: _thai(str(y)[:2]) + str(y)[2:]),
    year_as_a_date=_year(lambda _, y: Raw(f"<c r='{{r}}' s='2'><v>{y}</v></c>")),
    year_in_thai_digits=_year(lambda _, y: _thai(str(y)), "same"),
    year_with_its_era=_year(lambda _, y: f"พ.ศ. {y}", "same"),
    year_as_text=_year(lambda _, y: f" {y}\u200b", "same"),
    year_as_float=_year(lambda _, y: float(y), "same"),
)


@mutation
def result_year_mistyped(rng: random.Random, book: Book) -> str:
    page = book[OFFICES]
    place = (rng.choice(page.rows()), 3)
    page.cells[place] = int(_shown(page.cells[place])) + rng.choice([-100, -10, -3, -1, 1, 2, 10])
    return "told"


@mutation
def plan_year_mistyped(rng: random.Random, book: Book) -> str:
    page = book[OFFICES]
    place = (rng.choice(page.rows()), 4)
    page.cells[place] = int(_shown(page.cells[place])) + rng.choice([-100, -10, -2, -1, 1, 2, 10])
    return "told"


@mutation
def history_year_twice(rng: random.Random, book: Book) -> str | None:
    page = book[HISTORY]
    same = [(a, b) for a in page.rows() for b in page.rows()
            if a != b and page.cells[a, 1] == page.cells[b, 1]]  # fmt: skip
    if not same:
        return None
    one, other = rng.choice(same)
    page.cells[one, 2] = page.cells[other, 2]
    return "refused"


@mutation
def date_mistyped(rng: random.Random, book: Book) -> str | None:
    page = book[OFFICES]
    rows = [row for row in page.rows() if (row, 5) in page.cells]
    if not rows:
        return None
    page.cells[rng.choice(rows), 5] = rng.choice(
        ["31 กุมภาพันธ์ 2568", "15 ตุลาคม 68", "15 ตุลาคม 2025", "10/15/2568", "15 ตุลา 2568",
         "15 ตุลาคม 2586", "15 ตุลาคม 2558", "15/10/25", "2568-10-15", 45945, "ตุลาคม 2568",
         "๑๕ ตุลาคม 25๖๘ x", Raw("<c r='{r}' s='2'><v>45</v></c>"),
         Raw("<c r='{r}' s='2'><v>41945</v></c>")]
    )  # fmt: skip
    return "told"


# --- names, text --------------------------------------------------------------------------------


def _name(change: Callable[[random.Random, str], str], verdict: str) -> Mutation:
    def do(rng: random.Random, book: Book) -> str | None:
        page = book[rng.choice([SCORES, HISTORY, CPI, MEASURES])]
        rows = [row for row in page.rows() if (row, 1) in page.cells]
        if not rows:
            return None
        place = (rng.choice(rows), 1)
        page.cells[place] = change(rng, str(page.cells[place]))
        return verdict

    return do


def _insert(rng: random.Random, text: str, piece: str) -> str:
    where = rng.randint(1, len(text) - 1)
    return text[:where] + piece + text[where:]


MUTATIONS.update(
    name_without_a_letter=_name(lambda r, t: t[: (n := r.randrange(9, 25))] + t[n + 1 :], "told"),
    name_with_another_letter=_name(lambda r, t: _insert(r, t, "ฬ"), "told"),
    name_with_a_control_character=_name(lambda r, t: _insert(r, t, "_x000B_"), "told"),
    name_of_nobody=_name(lambda *_: "สพป.ใดไม่ทราบ", "told"),
    name_as_a_number=_name(lambda *_: "1", "told"),
    name_over_two_lines=_name(lambda r, t: _insert(r, t, "\n"), "told"),
    name_among_spaces=_name(lambda r, t: f" {_insert(r, t, ' ')}\u00a0", "same"),
    name_with_invisible_characters=_name(lambda r, t: _insert(r, t, r.choice(INVISIBLE)), "same"),
    name_with_two_vowels_e=_name(lambda _, t: t.replace("แ", "เเ"), "same"),
    name_with_decomposed_am=_name(lambda _, t: t.replace("ำ", "\u0e4d\u0e32"), "same"),
)


@mutation
def name_in_the_sheet_of_offices(rng: random.Random, book: Book) -> str:
    page = book[OFFICES]
    place = (rng.choice(page.rows()), 1)
    page.cells[place] = rng.choice(["", "-", "สพป.อื่น", f"{page.cells[place]}ๆ"])
    return "told"


@mutation
def forbidden_character_in_a_text(rng: random.Random, book: Book) -> str | None:
    texts = [
        (page, place)
        for page in book.pages
        if page.name in (OFFICES, CPI, MEASURES)
        for place, value in page.cells.items()
        if place[0] > 1 and isinstance(value, str) and place[1] > 1
    ]
    page, place = rng.choice(texts)
    code = rng.choice(["_x0000_", "_x0007_", "_x000B_", "_x001F_", "_xD800_", "_xDFFF_", "_xFFFE_",
                       "\x85", "\u2028", "\u202e", "\u2066", "\ue000", "\ufffd"])  # fmt: skip
    page.cells[place] = _insert(rng, str(page.cells[place]) + "  ", code)
    return "refused"


@mutation
def text_beyond_measure(rng: random.Random, book: Book) -> str:
    page = book[OFFICES]
    page.cells[rng.choice(page.rows()), rng.choice([2, 6, 7])] = "ก" * 32767
    return "refused"


def _offices_by_name(book: Book) -> dict[str, str]:
    """Full name -> short name, as the sheet of offices has them."""
    cells = book[OFFICES].cells
    return {str(cells[row, 1]): str(cells[row, 2]) for row in book[OFFICES].rows()}


def _named_rows(book: Book, *names: str) -> list[tuple[Page, tuple[int, int]]]:
    return [
        (book[name], (row, 1))
        for name in names
        for row in book[name].rows()
        if (row, 1) in book[name].cells
    ]


@mutation
def short_name_for_the_full_one(rng: random.Random, book: Book) -> str:
    page, place = rng.choice(_named_rows(book, SCORES, HISTORY, CPI, MEASURES))
    page.cells[place] = _offices_by_name(book)[str(page.cells[place])]
    return "same"


@mutation
def name_left_out_beside_the_scores(rng: random.Random, book: Book) -> str:
    rows = _named_rows(book, HISTORY, CPI)
    for page, place in rows if len(book[OFFICES].rows()) == 1 else [rng.choice(rows)]:
        del page.cells[place]
    return "same" if len(book[OFFICES].rows()) == 1 else "told"


@mutation
def column_of_names_left_out(rng: random.Random, book: Book) -> str:
    page = book[rng.choice([HISTORY, CPI, MEASURES])]
    for place in [place for place in page.cells if place[1] == 1]:
        del page.cells[place]
    return "same" if len(book[OFFICES].rows()) == 1 else "told"


@mutation
def bad_scores_under_a_name_over_two_lines(rng: random.Random, book: Book) -> str:
    page = book[SCORES]
    row = rng.choice(page.rows())
    page.cells[row, 1] = _insert(rng, str(page.cells[row, 1]), "\n")
    for column in rng.sample(range(2, 12), 5):
        page.cells[row, column] = rng.choice(["85,5", "-", "#REF!", 101, "แปดสิบ"])
    return "refused"


@mutation
def name_spelled_otherwise_in_the_sheet_of_offices(rng: random.Random, book: Book) -> str:
    page = book[OFFICES]
    place = (rng.choice(page.rows()), 1)
    typed = str(page.cells[place])
    page.cells[place] = (
        typed.replace("แ", "เเ").replace("ำ", "\u0e4d\u0e32").replace("ที่", "ท\u0e48ี")
    )
    return "same"  # with a note that shows both


@mutation
def signer_in_brackets(rng: random.Random, book: Book) -> str | None:
    page = book[OFFICES]
    rows = [row for row in page.rows() if (row, 6) in page.cells]
    if not rows:
        return None
    place = (rng.choice(rows), 6)
    form = rng.choice(["({})", "(({}))", "ลงชื่อ ........ ({})", "(......{}......)", "'{}"])
    page.cells[place] = form.format(page.cells[place])
    return "same"


@mutation
def measures_numbered_in_another_way(rng: random.Random, book: Book) -> str | None:
    page = book[MEASURES]
    head = next(c for (r, c), text in page.cells.items() if r == 1 and "มาตรการ" in str(text))
    places = [(row, head) for row in page.rows() if "\n" in str(page.cells.get((row, head), ""))]
    if not places:
        return None
    place = rng.choice(places)
    lines = [re.sub(r"^[0-9๐-๙]+[.)]\s*", "", line) for line in str(page.cells[place]).splitlines()]
    form = rng.choice(["1.{} {}", "ข้อ {} {}", "({}) {}", "{}. {}", "- {}) {}"])
    page.cells[place] = "\n".join(form.format(n, line) for n, line in enumerate(lines, 1))
    return "same"


# --- rows ---------------------------------------------------------------------------------------


@mutation
def row_repeated(rng: random.Random, book: Book) -> str | None:
    page = book[rng.choice([OFFICES, SCORES, HISTORY, CPI, MEASURES])]
    if not page.rows():
        return None
    row, new = rng.choice(page.rows()), page.last_row + rng.randint(1, 50)
    page.cells |= {(new, c): value for (r, c), value in page.cells.items() if r == row}
    return "refused"


@mutation
def row_removed(rng: random.Random, book: Book) -> str:
    page = book[rng.choice([OFFICES, SCORES])]
    row = rng.choice(page.rows())
    page.cells = {place: value for place, value in page.cells.items() if place[0] != row}
    return "told"


@mutation
def rows_in_another_order(rng: random.Random, book: Book) -> str | None:
    page = book[rng.choice([SCORES, HISTORY, MEASURES])]
    rows = page.rows()
    if not rows:
        return None
    to = dict(zip(rows, rng.sample(rows, len(rows)), strict=True))
    page.move(lambda r, c: (to.get(r, r), c))
    return "same"


@mutation
def rows_with_gaps(rng: random.Random, book: Book) -> str:
    page = book[rng.choice([OFFICES, SCORES, HISTORY, CPI, MEASURES])]
    by = rng.randint(1, 400)
    page.move(lambda r, c: (r * by, c) if r > 1 else (r, c))
    return "same"


@mutation
def everything_further_down(rng: random.Random, book: Book) -> str:
    page = book[rng.choice([OFFICES, SCORES])]
    by = rng.randint(1, 20)
    page.move(lambda r, c: (r + by, c))
    page.cells[1, 1] = "ผลการประเมิน ITA"
    return "same" if by < 10 else "refused"


@mutation
def rows_hidden(rng: random.Random, book: Book) -> str | None:
    page = book[rng.choice([OFFICES, SCORES, HISTORY, CPI, MEASURES])]
    if not page.rows():
        return None
    page.hidden_rows = set(rng.sample(page.rows(), rng.randint(1, len(page.rows()))))
    return "warned"


@mutation
def cells_merged(rng: random.Random, book: Book) -> str | None:
    page = book[rng.choice([OFFICES, SCORES, HISTORY, CPI, MEASURES])]
    if not page.rows():
        return None
    row, column = rng.choice(page.rows()), rng.randint(1, page.last_column - 1)
    to = rng.choice([(row, column + 1), (row + 1, column), (row + 1, column + 1)])
    page.merged = [f"{letters(column)}{row}:{letters(to[1])}{to[0]}"]
    for r in range(row, to[0] + 1):
        for c in range(column, to[1] + 1):
            if (r, c) != (row, column):
                page.cells.pop((r, c), None)
    return "told"


@mutation
def footer_below_the_table(rng: random.Random, book: Book) -> str:
    page = book[rng.choice([OFFICES, SCORES, HISTORY, CPI, MEASURES])]
    row = page.last_row + rng.randint(1, 3)
    text = rng.choice(["รวม", "ค่าเฉลี่ย", "คะแนนเฉลี่ยระดับประเทศ", "รวมทั้งสิ้น", "Average"])
    page.cells[row, 1] = text
    page.cells[row, 3] = 85.5
    if rng.random() < 0.5:
        page.merged = [f"A{row}:B{row}"]
    return "same"


@mutation
def note_below_the_table(rng: random.Random, book: Book) -> str:
    page = book[rng.choice([OFFICES, SCORES, HISTORY, CPI, MEASURES])]
    text = rng.choice(
        ["หมายเหตุ: ข้อมูล ณ 1 ต.ค. 2568", "ที่มา สำนักงาน ป.ป.ช.", "* หมายเหตุ", "Source: NACC"]
    )
    page.cells[page.last_row + rng.randint(1, 3), rng.randint(1, 3)] = text
    return "same"


# --- columns and headers ------------------------------------------------------------------------


def _tables(book: Book) -> list[Page]:
    return [page for page in book.pages if page.rows() and page.name != "หมายเหตุ"]


@mutation
def columns_in_another_order(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    columns = list(range(1, page.last_column + 1))
    to = dict(zip(columns, rng.sample(columns, len(columns)), strict=True))
    page.move(lambda r, c: (r, to[c]))
    return "same"


@mutation
def columns_further_right(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    by = rng.choice([1, 3, 30, 700])
    page.move(lambda r, c: (r, c + by))
    return "same"


@mutation
def column_repeated(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    column, new = rng.randint(1, page.last_column), page.last_column + rng.randint(1, 3)
    page.cells |= {(r, new): value for (r, c), value in page.cells.items() if c == column}
    return "refused"


@mutation
def column_hidden(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    column = rng.randint(1, page.last_column)
    fold = rng.choice(['hidden="1"', 'width="0" customWidth="1"', 'hidden="true"'])
    page.before = f'<cols><col min="{column}" max="{column}" {fold}/></cols>'
    return "warned"


@mutation
def header_removed(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    filled = [
        c for c in range(1, page.last_column + 1) if any((r, c) in page.cells for r in page.rows())
    ]
    del page.cells[1, rng.choice(filled)]
    return "told"


@mutation
def header_misspelt(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    filled = [
        c for c in range(1, page.last_column + 1) if any((r, c) in page.cells for r in page.rows())
    ]
    place = (1, rng.choice(filled))
    page.cells[place] = _insert(rng, str(page.cells[place]), rng.choice("ฬฆXq?"))
    return "told"


@mutation
def header_of_something_else(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    filled = [
        c for c in range(1, page.last_column + 1) if any((r, c) in page.cells for r in page.rows())
    ]
    page.cells[1, rng.choice(filled)] = rng.choice(["จำนวนผู้ตอบ", "ปีก่อนหน้า", "Column1", "1"])
    return "told"


@mutation
def header_as_people_type_it(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    place = (1, rng.randint(1, page.last_column))
    text = str(page.cells[place])
    page.cells[place] = rng.choice(
        [f" {text}\n", _insert(rng, text, " "), _insert(rng, text, "\u200b"), text.lower(),
         _thai(text), text.replace("แ", "เเ"), text.replace("ำ", "\u0e4d\u0e32")]
    )  # fmt: skip
    return "same"


@mutation
def headers_of_two_instruments_exchanged(rng: random.Random, book: Book) -> str:
    page = book[SCORES]
    one, other = (1, rng.randint(2, 6)), (1, rng.choice([10, 11, 12, 15]))
    page.cells[one], page.cells[other] = page.cells[other], page.cells[one]
    far = any(
        abs(float(_shown(page.cells[r, one[1]])) - float(_shown(page.cells[r, other[1]]))) > 1
        for r in page.rows()
    )
    return "told" if far else "either"


@mutation
def numbers_without_a_header(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    page.cells[rng.choice(page.rows()), page.last_column + 1] = 85
    return "warned"


@mutation
def column_of_another_kind(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    column = page.last_column + 1
    page.cells |= {(1, column): "ผู้บันทึก", (2, column): "นายก"}
    return "warned"


@mutation
def headers_by_number_and_name(rng: random.Random, book: Book) -> str:
    page = book[SCORES]
    form = rng.choice(["{}. {}", "({}) {}", "{} {}", "{}) {}", "ตัวชี้วัดที่ {}: {}"])
    for number, name in enumerate(NAMES, start=1):
        page.cells[1, number + 1] = form.format(number, name)
    return "same"


@mutation
def headers_by_number_under_a_heading(rng: random.Random, book: Book) -> str:
    page = book[SCORES]
    page.move(lambda r, c: (r + 1, c))
    for number in range(1, 11):
        page.cells[2, number + 1] = rng.choice([number, str(number), _thai(str(number))])
    page.cells[1, 2] = rng.choice(["ตัวชี้วัด", "คะแนนรายตัวชี้วัด (ร้อยละ)", "Indicators"])
    if rng.random() < 0.5:  # the other headers over both rows
        for column in (1, *range(12, 17)):
            page.cells[1, column] = page.cells.pop((2, column))
    return "same"


@mutation
def scores_of_last_year(rng: random.Random, book: Book) -> str:
    page, column = book[SCORES], 17
    year = int(_shown(book[OFFICES].cells[2, 3]))
    page.cells[1, column] = rng.choice(["ปีงบประมาณ", "ปี", "ปีงบประมาณที่ประเมิน", "Fiscal year"])
    for row in page.rows():
        last = year - rng.choice([1, 2])
        page.cells[row, column] = rng.choice(
            [last, _thai(str(last)), last - 543, f"ปีงบประมาณ {last}", f"พ.ศ. {last}"]
        )
    return "refused"


@mutation
def scores_of_this_year(rng: random.Random, book: Book) -> str:
    page, column = book[SCORES], 17
    year = int(_shown(book[OFFICES].cells[2, 3]))
    page.cells[1, column] = rng.choice(["ปีงบประมาณ", "ปี", "Year"])
    for row in page.rows():
        page.cells[row, column] = rng.choice(
            [year, _thai(str(year)), year - 543, f"ปีงบประมาณ {year}", float(year)]
        )
    return "same"


@mutation
def title_of_another_year(rng: random.Random, book: Book) -> str:
    page = book[rng.choice([OFFICES, SCORES])]
    page.move(lambda r, c: (r + 2, c))
    page.cells[1, 1] = rng.choice(["ผลคะแนน ITA ปีงบประมาณ พ.ศ. ๒๕๖๐", "ITA scores 2017"])
    return "same"


@mutation
def level_of_no_scale(rng: random.Random, book: Book) -> str:
    page, column = rng.choice([(book[SCORES], LEVEL), (book[HISTORY], 4)])
    rows = [row for row in page.rows() if column == LEVEL or int(_shown(page.cells[row, 2])) > 2561]
    place = (rng.choice(rows or book[SCORES].rows()), column if rows else LEVEL)
    page = page if rows else book[SCORES]
    page.cells[place] = rng.choice(["ผ่านดเยี่ยม", "ระดับดีมาก", "A+", "AAA", "ผ่านนดี", "สูง"])
    return "refused"


@mutation
def fractions_in_the_history(rng: random.Random, book: Book) -> str:
    page = rng.choice([book[name] for name in (HISTORY, CPI) if book[name].rows()])
    rows = rng.sample(page.rows(), rng.randint(1, len(page.rows())))
    for row in rows:
        page.cells[row, 3] = float(_shown(page.cells[row, 3])) / 100
    return "told"


@mutation
def column_of_scores_pasted_as_text(rng: random.Random, book: Book) -> str:
    page, column = book[SCORES], rng.randint(2, 11)
    for row in page.rows():
        page.cells[row, column] = f"{_shown(page.cells[row, column])} คะแนน".replace(".", ",")
    return "refused"


# --- sheets -------------------------------------------------------------------------------------


@mutation
def sheets_in_another_order(rng: random.Random, book: Book) -> str:
    rng.shuffle(book.pages)
    return "same"


@mutation
def sheet_hidden(rng: random.Random, book: Book) -> str:
    rng.choice(_tables(book)).state = rng.choice(["hidden", "veryHidden"])
    return "warned"


@mutation
def sheet_removed(rng: random.Random, book: Book) -> str:
    book.pages.remove(book[rng.choice([OFFICES, SCORES])])
    return "refused"


@mutation
def sheet_renamed(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    page.name = rng.choice([_insert(rng, page.name, "ฬ"), "Sheet1", "แผ่น1", f"{page.name} เก่า"])
    return "told"


@mutation
def sheet_named_as_people_type_it(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    name = page.name
    page.name = rng.choice([f" {name}", _insert(rng, name, "\u200b"), name.replace("แ", "เเ"),
                            name.lower()])  # fmt: skip
    return "same"


@mutation
def sheet_copied(rng: random.Random, book: Book) -> str:
    page = rng.choice(_tables(book))
    other = copy.deepcopy(page)
    for place, value in other.cells.items():
        if isinstance(value, float):
            other.cells[place] = value / 2
    other.name = rng.choice([f"{page.name} (2)", f"{page.name}(3)", f"{page.name}ๆ",
                             f" {page.name}", f"{page.name} สำเนา", f"สำเนาของ {page.name}",
                             f"Copy of {page.name}"])  # fmt: skip
    book.pages.insert(rng.randint(0, len(book.pages)), other)
    return "told"


@mutation
def sheet_emptied(rng: random.Random, book: Book) -> str:
    book[rng.choice([OFFICES, SCORES])].cells.clear()
    return "refused"


@mutation
def cells_of_two_sheets_exchanged(rng: random.Random, book: Book) -> str:
    one, other = rng.sample(_tables(book), 2)
    one.cells, other.cells = other.cells, one.cells
    return "refused"


@mutation
def results_to_be_calculated_anew(rng: random.Random, book: Book) -> str:
    page, place = _score(rng, book)
    shown = _shown(page.cells[place])
    page.cells[place] = Raw(f"<c r='{{r}}'><f>0+{shown}</f><v>0</v></c>")
    book.extra = '<calcPr fullCalcOnLoad="1"/>'
    return "refused"
