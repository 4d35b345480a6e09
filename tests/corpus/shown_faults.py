"""Workbooks in which a person sees something else than the cells store: what is read, or told.

``TOLD`` have one cell that must give a problem with its code and address; ``READ`` must be read
as they are shown, or as blank, with no problem at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.sax.saxutils import quoteattr

from tests.corpus.make_corpus import (
    MAIN,
    OFFICE,
    PACKAGE,
    REL,
    SCORES,
    Sheet,
    change,
    grid,
    letters,
    make_parts,
    pack,
)

HEADS: Mapping[str, list[str]] = {
    "หน่วยงาน": ["ชื่อหน่วยงาน", "ชื่อย่อ", "ปีงบประมาณที่ประเมิน", "ปีงบประมาณของแผน", "ประกาศ ณ วันที่",
               "ผู้ลงนาม", "ตำแหน่ง"],
    "คะแนน": ["ชื่อหน่วยงาน", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11)), "คะแนนรวม", "ระดับ"],
    "ประวัติคะแนน": ["ชื่อหน่วยงาน", "ปีงบประมาณ", "คะแนน", "ระดับ"],
    "CPI": ["ชื่อหน่วยงาน", "รายการ", "คะแนน"],
    "มาตรการ": ["ชื่อหน่วยงาน", "ตัวชี้วัด", "ผู้รับผิดชอบ", "มาตรการในการพัฒนา", "ผู้กำกับติดตาม", "ระยะเวลา"],
}  # fmt: skip
ROWS: Mapping[str, list[str | int | float]] = {
    "หน่วยงาน": [OFFICE, "สพป.ภูเก็ต", 2562, 2563, "๑๕ มกราคม ๒๕๖๓", "นายสมมติ ตั้งใจดี", "ผู้อำนวยการ"],
    "คะแนน": [OFFICE, *map(float, SCORES), 82.22, "B"],
    "ประวัติคะแนน": [OFFICE, 2561, 89.31, "A"],
    "CPI": [OFFICE, "ประเทศไทย 2562", 36],
    "มาตรการ": [OFFICE, 10, "กลุ่มอำนวยการ", "ประเมินความเสี่ยง", "ผู้อำนวยการ", "ไตรมาส 1"],
}
NAMES = list(HEADS)

FORMATS = (
    "General", "0.00%", '"ประเทศไทย "0', '"นาย"@', "0.00;-0.00;;@", "0.00,", ";;;", '"8"0', "0.0",
    "[<1]0.00%;0.00", '0.00" คะแนน"', "d mmm", "mmm-yy", "h:mm", "[h]:mm", "[$-D07041E]d/m/yyyy",
    '"พ.ศ. 25"00', '0"."00', "# ?/?", '"ตัวชี้วัดที่ "0', "d/m/yyyy", "0",
)  # fmt: skip
STRUCK = "struck"
"""The style after those of the formats and the built-in ones: a font that strikes out."""


def _styles(built_in: list[int]) -> str:
    formats = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(FORMATS)
    )
    numbers = [*range(164, 164 + len(FORMATS)), *built_in]
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><fonts><font><strike val="0"/>'
        "</font><font><b/><strike/></font></fonts><cellXfs>"
        + "".join(f'<xf numFmtId="{n}" fontId="0"/>' for n in numbers)
        + '<xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>'
    )


def _style(name: str | int) -> int:
    """The index of a style: a format's code, the number of a built-in one, or STRUCK."""
    if name == STRUCK:
        return len(FORMATS) + 1
    return FORMATS.index(name) if isinstance(name, str) else len(FORMATS)


Put = tuple[str, str, str, str | int]
"""A cell to change: its sheet, its address, the inside of its ``c`` with the type's attribute
before it (``t="str"|<v>x</v>``), and its style."""


def cell(sheet: str, address: str, inside: str, style: str | int = "General") -> Put:
    return sheet, address, inside, style


def number(sheet: str, address: str, value: float, style: str | int = "General") -> Put:
    return sheet, address, f"|<v>{value!r}</v>", style


def formula(sheet: str, address: str, value: str = "0", kind: str = "") -> Put:
    return sheet, address, f"{kind}|<f>Z!A1</f><v>{value}</v>", "General"


def typed(sheet: str, address: str, text: str, style: str | int = "General") -> Put:
    inside = f't="inlineStr"|<is><t xml:space="preserve">{text}</t></is>'
    return sheet, address, inside, style


def runs(sheet: str, address: str, *pieces: tuple[str, str]) -> Put:
    """Runs, each with its properties."""
    inside = "".join(
        f'<r><rPr>{look}</rPr><t xml:space="preserve">{t}</t></r>' for look, t in pieces
    )
    return sheet, address, f't="inlineStr"|<is>{inside}</is>', "General"


def book(*puts: Put, views: str = "", shared: bool = False, extra: str = "") -> bytes:
    """The sound workbook with some cells put in place of others.

    ``shared`` moves the texts of those cells to the shared strings, as Excel writes them.
    """
    strings: list[str] = []
    built_in = [style for *_, style in puts if isinstance(style, int)]
    sheets = []
    for name in NAMES:
        rows: list[list[str | int | float]] = [[*HEADS[name]], ROWS[name]]
        sheet = Sheet(name, grid(rows), before=views if name == "คะแนน" else "")
        for own, address, inside, style in puts:
            if own == name:
                kind, _, content = inside.partition("|")
                if shared and "<is>" in content:
                    strings.append(content.replace("is>", "si>"))
                    kind, content = 't="s"', f"<v>{len(strings) - 1}</v>"
                xml = f'<c r="{address}" s="{_style(style)}" {kind}>{content}</c>'
                sheet = change(sheet, **{address: xml})
        sheets.append(sheet)
    parts = make_parts(*sheets, extra_workbook=extra)
    parts["xl/styles.xml"] = _styles(built_in[:1] or [0])
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{"".join(strings)}</sst>'
        relations = str(parts["xl/_rels/workbook.xml.rels"])
        link = f'<Relationship Id="s" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
        parts["xl/_rels/workbook.xml.rels"] = relations.replace(
            "</Relationships>", f"{link}</Relationships>"
        )
        assert PACKAGE in parts["xl/_rels/workbook.xml.rels"]
    return pack(parts)


RAISED, LOWERED = '<vertAlign val="superscript"/>', '<vertAlign val="subscript"/>'
STRIKE, HIDDEN, WHITE = "<strike/>", "<vanish/>", '<color rgb="FFFFFFFF"/>'
SCORE, SIGNER, YEAR = ("คะแนน", "K2"), ("หน่วยงาน", "F2"), ("หน่วยงาน", "C2")
STEPS, LABEL, DATE = ("มาตรการ", "D2"), ("CPI", "B2"), ("หน่วยงาน", "E2")
HISTORY, CPI = ("ประวัติคะแนน", "C2"), ("CPI", "C2")
SHORT, TOTAL, LEVEL = ("หน่วยงาน", "B2"), ("คะแนน", "L2"), ("คะแนน", "M2")

_RUNS = {
    "raised": (RAISED, "9", "1"), "lowered": (LOWERED, "9", "1"), "struck": (STRIKE, "9", "1"),
    "hidden": (HIDDEN, "9", "1"), "white": (WHITE, "9", "1"),
}  # fmt: skip
_ERRORS = {
    "of Google Sheets": 't="e"|<v>#ERROR!</v>', "of LibreOffice": 't="e"|<v>Err:502</v>',
    "that nobody knows": 't="e"|<v>Fehler</v>', "loading": 't="str"|<f>X()</f><v>Loading...</v>',
    "as text": 't="inlineStr"|<is><t>#REF!</t></is>',
    "Err as text": 't="inlineStr"|<is><t>Err:509</t></is>',
    "a narrow column": 't="inlineStr"|<is><t>########</t></is>',
    "of a new Excel": 't="e"|<v>#TIMEOUT!</v>',
}  # fmt: skip
_WORDS = ("nan", "NaN", "NULL", "N/A", "null", "None", "undefined", "n.a.")

Told = tuple[Callable[[], bytes], str, str]
TOLD: dict[str, Told] = {
    # runs of different kind
    **{
        f"score with a {name} digit": (
            lambda v=v: book(runs(*SCORE, ("<b/>", v[1]), (v[0], v[2]))),
            "cell-runs-differ", "'คะแนน'!K2",
        )
        for name, v in _RUNS.items()
    },
    "score with a raised digit, shared": (
        lambda: book(runs(*SCORE, ("", "9"), (RAISED, "1")), shared=True),
        "cell-runs-differ", "'คะแนน'!K2",
    ),
    "year with a raised digit": (
        lambda: book(runs(*YEAR, ("", "2562"), (RAISED, "1"))),
        "cell-runs-differ", "'หน่วยงาน'!C2",
    ),
    "level with a struck one": (
        lambda: book(runs("คะแนน", "M2", (STRIKE, "A"), ("", "B"))),
        "cell-runs-differ", "'คะแนน'!M2",
    ),
    "name with a footnote": (
        lambda: book(runs("หน่วยงาน", "A2", ("", OFFICE), (RAISED, "2"))),
        "cell-runs-differ", "'หน่วยงาน'!A2",
    ),
    "signer with an old name struck out": (
        lambda: book(runs(*SIGNER, (STRIKE, "นายเก่า "), ("", "นายใหม่"))),
        "cell-runs-differ", "'หน่วยงาน'!F2",
    ),
    "measure with a line struck out": (
        lambda: book(runs(*STEPS, ("", "ก\n"), (STRIKE, "ข\n"), ("", "ค"))),
        "text-runs-left-out", "'มาตรการ'!D2",
    ),
    "position raised in part": (
        lambda: book(runs("หน่วยงาน", "G2", ("", "ผู้อำนวยการ"), (RAISED, "๑")), shared=True),
        "text-runs-left-out", "'หน่วยงาน'!G2",
    ),
    "indicator of a measure with a footnote": (
        lambda: book(runs("มาตรการ", "B2", ("", "1"), (RAISED, "0"))),
        "cell-runs-differ", "'มาตรการ'!B2",
    ),
    **{
        f"{name} with a raised digit": (
            lambda cell=cell, words=words: book(runs(*cell, ("", words), (RAISED, "1"))),
            code, f"'{cell[0]}'!{cell[1]}",
        )
        for name, cell, words, code in (
            ("earlier total", HISTORY, "89.3", "cell-runs-differ"),
            ("CPI", CPI, "3", "cell-runs-differ"),
            ("short name", SHORT, "สพป.ภูเก็ต", "cell-runs-differ"),
            ("label", LABEL, "ประเทศไทย 2562", "text-runs-left-out"),
        )
    },
    "date struck out": (
        lambda: book(typed(*DATE, "๑๕ มกราคม ๒๕๖๓", STRUCK)), "cell-runs-differ", "'หน่วยงาน'!E2",
    ),
    "score struck out": (
        lambda: book(number(*SCORE, 62.95, STRUCK)), "cell-runs-differ", "'คะแนน'!K2",
    ),
    "measure struck out": (
        lambda: book(typed("มาตรการ", "F2", "ไตรมาส 4", STRUCK)),
        "text-runs-left-out", "'มาตรการ'!F2",
    ),
    "row struck out": (
        lambda: book(
            *(
                typed("CPI", f"{letters(n)}2", str(value), STRUCK)
                for n, value in enumerate(ROWS["CPI"], 1)
            )
        ),
        "row-struck", "'CPI'!2:2",
    ),
    # a formula's 0
    "score of a formula's 0": (lambda: book(formula(*SCORE)), "score-formula-zero", "'คะแนน'!K2"),
    "earlier total of a formula's 0": (
        lambda: book(formula(*HISTORY)), "score-formula-zero", "'ประวัติคะแนน'!C2",
    ),
    "CPI of a formula's 0": (lambda: book(formula(*CPI, "0.0")), "score-formula-zero", "'CPI'!C2"),
    "short name of a formula's 0": (
        lambda: book(formula("หน่วยงาน", "B2")), "short-name-missing", "'หน่วยงาน'!B2",
    ),
    "measure of a formula's 0": (
        lambda: book(formula(*STEPS)), "measure-incomplete", "'มาตรการ'!D2",
    ),
    "name of a measure's office of a formula's 0": (
        lambda: book(formula("มาตรการ", "A2")), "office-missing", "'มาตรการ'!A2",
    ),
    **{
        f"{name} of a formula's 0": (
            lambda cell=cell: book(formula(*cell)), code, f"'{cell[0]}'!{cell[1]}",
        )
        for name, cell, code in (
            ("office", ("หน่วยงาน", "A2"), "office-missing"),
            ("published total", TOTAL, "score-formula-zero"),
            ("label", LABEL, "cpi-label-missing"),
            ("year", YEAR, "year-not-a-number"),
            ("plan's year", ("หน่วยงาน", "D2"), "year-not-a-number"),
            ("earlier year", ("ประวัติคะแนน", "B2"), "year-not-a-number"),
            ("date", DATE, "date-not-a-date"),
            ("measure's indicator", ("มาตรการ", "B2"), "measure-indicator-unknown"),
            ("one responsible", ("มาตรการ", "C2"), "measure-unassigned"),
        )
    },
    # formats known by their number
    "score in the Thai percentage": (
        lambda: book(number(*SCORE, 0.9631, 68)), "score-percent-formatted", "'คะแนน'!K2",
    ),
    "score in a Thai date": (
        lambda: book(number(*SCORE, 85.31, 71)), "score-date-formatted", "'คะแนน'!K2",
    ),
    "score in a Chinese date": (
        lambda: book(number(*SCORE, 85.31, 57)), "score-date-formatted", "'คะแนน'!K2",
    ),
    "score in a duration": (
        lambda: book(number(*SCORE, 85.31, 79)), "score-date-formatted", "'คะแนน'!K2",
    ),
    # what a format makes of a number
    "zero that its format hides": (
        lambda: book(number(*SCORE, 0, "0.00;-0.00;;@")), "cell-shown-otherwise", "'คะแนน'!K2",
    ),
    "score that its format hides": (
        lambda: book(number(*SCORE, 62.95, ";;;")), "cell-shown-otherwise", "'คะแนน'!K2",
    ),
    "zero on a sheet that shows none": (
        lambda: book(
            number(*SCORE, 0), views='<sheetViews><sheetView showZeros="0"/></sheetViews>'
        ),
        "cell-shown-otherwise", "'คะแนน'!K2",
    ),
    "score in thousands": (
        lambda: book(number(*SCORE, 62.95, "0.00,")), "cell-shown-otherwise", "'คะแนน'!K2",
    ),
    "score among other digits": (
        lambda: book(number(*SCORE, 2.95, '"8"0')), "cell-shown-otherwise", "'คะแนน'!K2",
    ),
    "score with a point of its format's own": (
        lambda: book(number(*SCORE, 62, '0"."00')), "cell-shown-otherwise", "'คะแนน'!K2",
    ),
    "score as a fraction": (
        lambda: book(number(*SCORE, 62.5, "# ?/?")), "cell-shown-otherwise", "'คะแนน'!K2",
    ),
    "score in hours": (
        lambda: book(number(*SCORE, 62.95, "[h]:mm")), "score-date-formatted", "'คะแนน'!K2",
    ),
    "score below one in hours": (
        lambda: book(number(*SCORE, 0.5, "h:mm")), "score-date-formatted", "'คะแนน'!K2",
    ),
    "score with one decimal shown": (
        lambda: book(number(*SCORE, 62.95, "0.0")), "score-shown-rounded", "'คะแนน'!K2",
    ),
    "earlier total without decimals shown": (
        lambda: book(number(*HISTORY, 89.31, "0")), "score-shown-rounded", "'ประวัติคะแนน'!C2",
    ),
    "year that its format hides": (
        lambda: book(number(*YEAR, 2562, ";;;")), "cell-shown-otherwise", "'หน่วยงาน'!C2",
    ),
    "date without a year": (
        lambda: book(number(*DATE, 43845, "d mmm")), "date-not-shown-whole", "'หน่วยงาน'!E2",
    ),
    "date without a day": (
        lambda: book(number(*DATE, 43845, "mmm-yy")), "date-not-shown-whole", "'หน่วยงาน'!E2",
    ),
    "date as a time of day": (
        lambda: book(number(*DATE, 43845, "h:mm")), "date-not-shown-whole", "'หน่วยงาน'!E2",
    ),
    "Buddhist year shown 543 later still": (
        lambda: book(number(*DATE, 242_172, "[$-D07041E]d/m/yyyy")),
        "date-not-a-date", "'หน่วยงาน'!E2",
    ),
    # what programs write in place of a value
    **{
        f"signer an error {name}": (
            lambda inside=inside: book(cell(*SIGNER, inside)), "cell-error-value", "'หน่วยงาน'!F2",
        )
        for name, inside in _ERRORS.items()
    },
    "score an error of LibreOffice": (
        lambda: book(cell(*SCORE, 't="e"|<f>1/0</f><v>Err:502</v>')),
        "cell-error-value", "'คะแนน'!K2",
    ),
    **{
        f"signer {word}": (
            lambda word=word: book(typed(*SIGNER, word)), "text-stand-in", "'หน่วยงาน'!F2",
        )
        for word in _WORDS
    },
    "time frame nan": (
        lambda: book(typed("มาตรการ", "F2", "nan")), "text-stand-in", "'มาตรการ'!F2",
    ),
    **{
        f"{name} {word}": (
            lambda cell=cell, word=word: book(typed(*cell, word)), code, f"'{cell[0]}'!{cell[1]}",
        )
        for name, cell, codes in (
            ("score", SCORE, ("score-missing", "cell-error-value")),
            ("published total", TOTAL, ("text-stand-in", "cell-error-value")),
            ("level", LEVEL, ("text-stand-in", "cell-error-value")),
            ("year", YEAR, ("year-missing", "cell-error-value")),
            ("plan's year", ("หน่วยงาน", "D2"), ("text-stand-in", "cell-error-value")),
            ("date", DATE, ("text-stand-in", "cell-error-value")),
            ("short name", SHORT, ("text-stand-in", "cell-error-value")),
            ("earlier total", HISTORY, ("score-missing", "cell-error-value")),
            ("earlier level", ("ประวัติคะแนน", "D2"), ("text-stand-in", "cell-error-value")),
            ("CPI", CPI, ("score-missing", "cell-error-value")),
            ("label", LABEL, ("text-stand-in", "cell-error-value")),
            ("measure", STEPS, ("text-stand-in", "cell-error-value")),
            ("measure's indicator", ("มาตรการ", "B2"),
             ("measure-indicator-unknown", "cell-error-value")),
        )
        for word, code in (("NULL", codes[0]), ("#REF!", codes[1]), ("Loading...", codes[1]))
    },
    # fractions outside the ten indicators
    "earlier total out of one": (
        lambda: book(number(*HISTORY, 0.8931)), "scores-look-like-fractions", "'ประวัติคะแนน'!C2",
    ),
    "CPI out of one": (
        lambda: book(number(*CPI, 0.36)), "scores-look-like-fractions", "'CPI'!C2",
    ),
    "score out of one": (
        lambda: book(number(*SCORE, 0.6295)), "score-unusually-low", "'คะแนน'!K2",
    ),
    "published total out of one": (
        lambda: book(number(*TOTAL, 0.8222)), "total-disagrees", "'คะแนน'!L2",
    ),
    # names and measures as they are typed
    **{
        f"signer typed {text}": (
            lambda text=text: book(typed(*SIGNER, text)),
            "name-spelled-otherwise", "'หน่วยงาน'!F2",
        )
        for text in ("นายเเดง ใจดี", "นายนำ้ ใจดี", "นายกํา ใจดี", "นายนํ้า ใจดี")
    },
    "one numbered measure": (
        lambda: book(typed(*STEPS, "ข้อ 1 ก")), "measure-numbered", "'มาตรการ'!D2",
    ),
    "office nan": (lambda: book(typed("หน่วยงาน", "A2", "nan")), "office-missing", "'หน่วยงาน'!A2"),
    "measure for the office NULL": (
        lambda: book(typed("มาตรการ", "A2", "NULL")), "office-missing", "'มาตรการ'!A2",
    ),
}  # fmt: skip
"""Fault -> how to make it, the code that it must give, and where."""

Read = tuple[Callable[[], bytes], str, object]
READ: dict[str, Read] = {
    "signer of a formula's 0": (lambda: book(formula(*SIGNER)), "signer", None),
    "time frame of a formula's 0": (lambda: book(formula("มาตรการ", "F2")), "time_frame", ()),
    "position of a formula's empty text": (
        lambda: book(formula("หน่วยงาน", "G2", "", 't="str"')), "position", (),
    ),
    "date in the Thai built-in format": (
        lambda: book(number(*DATE, 43845, 71)), "announced_on", "2020-01-15",
    ),
    "date in the short Thai built-in format": (
        lambda: book(number(*DATE, 43845, 81)), "announced_on", "2020-01-15",
    ),
    "date in Excel's own short format": (
        lambda: book(number(*DATE, 43845, 14)), "announced_on", "2020-01-15",
    ),
    "date in the Chinese format that shows it whole": (
        lambda: book(number(*DATE, 43845, 31)), "announced_on", "2020-01-15",
    ),
    "Buddhist year kept in a Gregorian date": (
        lambda: book(number(*DATE, 242_172, "d/m/yyyy")), "announced_on", "2020-01-15",
    ),
    "score in the Thai built-in format": (
        lambda: book(number(*SCORE, 62.95, 60)), "score", "62.95",
    ),
    "score in a section that is no percentage": (
        lambda: book(number(*SCORE, 62.95, "[<1]0.00%;0.00")), "score", "62.95",
    ),
    "score with words behind it": (
        lambda: book(number(*SCORE, 62.95, '0.00" คะแนน"')), "score", "62.95",
    ),
    "label with words of its format": (
        lambda: book(number(*LABEL, 2557, '"ประเทศไทย "0')), "label", "ประเทศไทย 2557",
    ),
    "level of a formula's 0": (lambda: book(formula(*LEVEL)), "position", ("ผู้อำนวยการ",)),
    "position of a formula's 0": (lambda: book(formula("หน่วยงาน", "G2")), "position", ()),
    "headers with the words of their formats": (
        lambda: book(
            *(
                number("คะแนน", f"{letters(n + 1)}1", n, '"ตัวชี้วัดที่ "0')
                for n in range(1, 11)
            )
        ),
        "score", "62.95",
    ),
    "score with an apostrophe that is a character": (
        lambda: book(typed(*SCORE, "'62.95")), "score", "62.95",
    ),
    "signer with an apostrophe that is a character": (
        lambda: book(typed(*SIGNER, "'นายสมมติ ตั้งใจดี")), "signer", "นายสมมติ ตั้งใจดี",
    ),
    **{
        f"signer typed {text}": (
            lambda text=text: book(typed(*SIGNER, text)), "signer", "นายสมมติ ตั้งใจดี",
        )
        for text in (
            "(นายสมมติ ตั้งใจดี)", "((นายสมมติ ตั้งใจดี))", "ลงชื่อ ........ (นายสมมติ ตั้งใจดี)",
            "……… นายสมมติ ตั้งใจดี ………",
        )
    },
    **{
        f"measures typed {text!r}": (lambda text=text: book(typed(*STEPS, text)), "steps", steps)
        for text, steps in (
            ("1.1 ก\n1.2 ข", ("ก", "ข")), ("ข้อ 1 ก\nข้อ 2 ข", ("ก", "ข")),
            ("1. ก 2. ข", ("ก", "ข")), ("๑) ก\n๒) ข", ("ก", "ข")), ("'ก", ("ก",)),
        )
    },
    "signer with a title of the format": (
        lambda: book(typed(*SIGNER, "สมมติ ตั้งใจดี", '"นาย"@')), "signer", "นายสมมติ ตั้งใจดี",
    ),
    "year of two digits with the century of its format": (
        lambda: book(number(*YEAR, 62, '"พ.ศ. 25"00')), "year", 2562,
    ),
    "indicator with the words of its format": (
        lambda: book(number("มาตรการ", "B2", 10, '"ตัวชี้วัดที่ "0')), "measures", [10],
    ),
    "text hidden by its format": (
        lambda: book(typed("หน่วยงาน", "G2", "ผู้อำนวยการ", ";;;")), "position", (),
    ),
    "rows of formulas that point at blank ones": (
        lambda: book(
            *(formula("ประวัติคะแนน", f"{c}3") for c in "ABC"),
            *(formula("มาตรการ", f"{c}3") for c in "ABCD"),
        ),
        "measures", [10],
    ),
}  # fmt: skip
"""Name -> how to make it, what to look at, and what must have been read, without a problem."""
