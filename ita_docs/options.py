"""Every option, a row each: click's options, the keys of the settings file and docs/options.md.

A value is read by one rule wherever it is given, on the command line or in the file:

    Option      --timeout nan        timeout = nan         -> "must be a number of seconds …"
                exit 2               exit 4                   (never a NaN further in)

To add one: a row in OPTIONS, a field of ``settings.Settings`` where the file may hold it.

One module, though long: it is a table, and a reader stands beside the rows that use it.
"""

from __future__ import annotations

import math
import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ita_docs.model import INDICATOR_NUMBERS
from ita_docs.problems import Words, load_problem_table

PDF_ENGINES = ("auto", "libreoffice", "word", "rdocx", "none")
LANGUAGES = ("th", "en")
BESIDE = "beside"
"""Asks for the picture that lies beside the workbook; ./beside is a file of that name."""
BUILTIN = "builtin"
"""Asks for the built-in list of offices; ./builtin is a file of that name."""
EXECUTORS = ("local", "dask")
OVERWRITES = ("edited",)
SECTIONS = ("one", "two")
TITLES = ("usual", "checklist", "checklist-code")
DOCUMENTS = ("measures", "followup", "memo", "all")
"""Kinds of document, by their names in ``documents.KINDS``, and every one of them."""
MOST_WORKERS = 256
"""Processes of one machine; more than this is a slip of the finger."""
LONGEST_TIMEOUT = 24 * 3600.0
"""Seconds for one document."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a value is read, and what it must be.

    ``read`` takes a value as TOML types it and the folder that its paths are relative to. It
    raises TypeError for another type and ValueError for a value that cannot be used.
    ``typed`` makes of a word of the command line what TOML would hold; ``form`` stands for the
    value in help and docs.
    """

    read: Callable[[Any, Path], Any]
    must_be: Words
    form: str = ""
    typed: Callable[[str], Any] = str


def _text(value: Any, _folder: Path) -> str:
    if not isinstance(value, str):
        raise TypeError
    # Controls, and the signs that turn the writing round, are in no name that a person means.
    if not value.strip() or any(unicodedata.category(char) in ("Cc", "Cs") for char in value):
        raise ValueError
    return value


def _texts(value: Any, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(entry, folder) for entry in value)


def _path(value: Any, folder: Path) -> Path:
    return folder / _text(value, folder)


def _paths(value: Any, folder: Path) -> tuple[Path, ...]:
    if not value and isinstance(value, list):
        raise ValueError
    return tuple(folder / entry for entry in _texts(value, folder))


def _name_or_path(value: Any, folder: Path) -> str:
    """A bare name stays; what has a folder in it, or is a .docx, is a path."""
    text = _text(value, folder)
    is_path = os.path.basename(text) != text or text.casefold().endswith(".docx")  # noqa: PTH119
    return str(folder / text) if is_path else text


def _picture(value: Any, folder: Path) -> Path | str:
    """The path of a picture, or `BESIDE` for one that lies beside the workbook."""
    text = _text(value, folder)
    return text if text == BESIDE else folder / text


def _list_of_offices(value: Any, folder: Path) -> Path | str:
    """The path of a list of offices, or `BUILTIN`."""
    text = _text(value, folder)
    return text if text == BUILTIN else folder / text


def _font(value: Any, folder: Path) -> str:
    """A font family's name. The "IT๙" faces draw Arabic digits as Thai shapes, so that text
    copied from the document would have other digits than the page."""
    text = _text(value, folder)
    if len(text) > 60 or text.casefold().endswith(("it๙", "it9")):
        raise ValueError
    return text


def _command(value: Any, folder: Path) -> tuple[str, ...]:
    program, *arguments = _texts(value, folder) or ("",)
    if not program:
        return ()
    return (_name_or_path(program, folder), *arguments)


def _flag(value: Any, _folder: Path) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _integer(least: int, most: int) -> Callable[[Any, Path], int]:
    def read(value: Any, _folder: Path) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError
        if not least <= value <= most:
            raise ValueError
        return value

    return read


def _seconds(value: Any, _folder: Path) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError
    if not (math.isfinite(value) and 0 < value <= LONGEST_TIMEOUT):
        raise ValueError
    return float(value)


def _choice(choices: Sequence[str]) -> Callable[[Any, Path], str]:
    def read(value: Any, folder: Path) -> str:
        if _text(value, folder) not in choices:
            raise ValueError
        return str(value)

    return read


def _url(value: Any, folder: Path) -> str:
    text = _text(value, folder)
    address = urlsplit(text)  # raises ValueError for brackets that do not match
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError
    return text


def _codes(value: Any, folder: Path) -> frozenset[str]:
    return frozenset(_texts(value, folder))


def list_acceptable() -> list[str]:
    """The problem codes that ``accept`` may name, in order."""
    return sorted(code for code, kind in load_problem_table().items() if kind.acceptable)


def _one_of(choices: Sequence[str]) -> Reader:
    names = ", ".join(choices)
    must_be = Words(f"คำใดคำหนึ่งใน {names}", f"one of {names}")
    return Reader(_choice(choices), must_be, "|".join(choices))


def _whole(least: int, most: int, form: str) -> Reader:
    must_be = Words(f"จำนวนเต็ม {least} ถึง {most}", f"a whole number from {least} to {most}")
    return Reader(_integer(least, most), must_be, form, int)


_YEAR = Reader(
    _integer(2500, 2699),
    Words("ปี พ.ศ. สี่หลัก เช่น 2569", "a Buddhist year of four digits such as 2569"),
    "YEAR",
    int,
)
_PATH = Reader(
    _path, Words("ชื่อไฟล์หรือโฟลเดอร์ที่ไม่ว่าง", "the path of a file or folder, not empty"), "PATH"
)
_PATHS = Reader(
    _paths,
    Words('รายการที่อยู่ เช่น ["scores.xlsx"]', 'a list of paths such as ["scores.xlsx"]'),
    "PATH",
)
_NAME_OR_PATH = Reader(
    _name_or_path,
    Words("ชื่อแม่แบบหรือที่อยู่ไฟล์ .docx", "a template's name or the path of a .docx"),
    "NAME|PATH",
)
_PICTURE = Reader(
    _picture,
    Words(
        f"ที่อยู่ไฟล์ภาพ หรือ {BESIDE} สำหรับไฟล์ข้างสมุดงาน",
        f"the path of a picture, or {BESIDE} for one beside the workbook",
    ),
    f"PATH|{BESIDE}",
)
_EXPECTED = Reader(
    _list_of_offices,
    Words(
        f"{BUILTIN} หรือที่อยู่ไฟล์รายชื่อ .xlsx หรือ .csv",
        f"{BUILTIN}, or the path of a list of names in .xlsx or .csv",
    ),
    f"{BUILTIN}|PATH",
)
_FONT = Reader(
    _font,
    Words(
        "ชื่อแบบอักษรไม่เกิน 60 ตัวอักษร และไม่ใช่แบบ IT๙ ซึ่งวาดเลขอารบิกเป็นรูปเลขไทย",
        "a font's name of at most 60 letters, and none of the IT๙ faces, which draw Arabic digits "
        "as Thai shapes",
    ),
    "NAME",
)
_NAMES = Reader(_texts, Words("รายการข้อความที่ไม่ว่าง", "a list of texts, not empty"), "NAME")
_TEXT = Reader(_text, Words("ข้อความที่ไม่ว่าง", "a text, not empty"), "TEXT")
_SWITCH = Reader(
    _flag, Words("true หรือ false โดยไม่ใส่เครื่องหมายคำพูด", "true or false, without quotes")
)
_SECONDS = Reader(
    _seconds,
    Words(
        f"จำนวนวินาทีที่มากกว่า 0 และไม่เกิน {LONGEST_TIMEOUT:.0f}",
        f"a number of seconds above 0 and at most {LONGEST_TIMEOUT:.0f}",
    ),
    "SECONDS",
    float,
)
_CODES = Reader(
    _codes,
    Words(
        'รายการรหัสปัญหา เช่น ["instrument-disagrees"]',
        'a list of problem codes such as ["instrument-disagrees"]',
    ),
    "CODE",
)
_COMMAND = Reader(
    _command,
    Words(
        'รายการคำสั่งและตัวเลือก เช่น ["/usr/local/bin/tell", "admin"]',
        'a list of a command and its arguments such as ["/usr/local/bin/tell", "admin"]',
    ),
)
_URL = Reader(
    _url,
    Words(
        "ที่อยู่เว็บที่ขึ้นต้นด้วย http:// หรือ https:// และมีแต่อักษรอังกฤษ",
        "an address that begins with http:// or https:// and is plain ASCII",
    ),
)


_FIELDS = {"return": "returns"}
"""Options whose name is a word of Python's."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its name (``--name``, and the key of the settings file), reader and help.

    ``commands`` take it; ``in_file`` says whether the settings file may hold it, ``from_found``
    whether it is obeyed from a file that was only found among the inputs: whoever may put a
    workbook there could put a settings file there too, so that only what changes the words and
    the look is obeyed. ``many`` may be given more than once; ``short`` is its one letter.
    ``default`` is what holds without it, as the docs say it.
    """

    name: str
    reader: Reader
    help: Words
    commands: tuple[str, ...] = ()
    in_file: bool = False
    from_found: bool = False
    many: bool = False
    short: str = ""
    default: Words | None = None

    @property
    def field(self) -> str:
        """The field of Settings, and the parameter of a command."""
        return _FIELDS.get(self.name, self.name.replace("-", "_"))

    @property
    def switch(self) -> bool:
        """Whether it takes no value."""
        return self.reader is _SWITCH


_MAKING = ("build", "batch")
_DRAWING = ("build", "batch", "pdf")
_READING = ("build", "batch", "check")
_DESK = ("batch", "check")
_ALL = ("build", "batch", "check", "pdf")

OPTIONS: tuple[Option, ...] = (
    Option(
        "inputs", _PATHS, Words("สมุดงานหรือโฟลเดอร์", "workbooks and folders"),
        in_file=True, many=True, default=Words("ต้องระบุในคำสั่ง", "give them on the command line"),
    ),
    Option(
        "office", _NAMES,
        Words("เฉพาะหน่วยงานนี้ ชื่อเต็มหรือชื่อย่อ ใช้ซ้ำได้", "only this office; repeatable"),
        ("build", "import"), many=True, default=Words("ทุกหน่วยงาน", "every office"),
    ),
    Option(
        "year", _YEAR,
        Words("ปีงบประมาณที่ประเมิน", "the fiscal year of the results"),
        ("new", "import"), default=Words("ปีล่าสุดที่มีหลักเกณฑ์", "the newest year with rules"),
    ),
    Option(
        "output", _PATH, Words("ชื่อไฟล์แบบกรอก", "the form's file"),
        ("new", "import"), short="o", default=Words("แบบกรอก-ปี.xlsx", "แบบกรอก-YEAR.xlsx"),
    ),
    Option(
        "sheet", _NAMES,
        Words("อ่านเฉพาะแผ่นงานนี้ ใช้ซ้ำได้", "read this sheet alone; repeatable"),
        ("import",), many=True, default=Words("ทุกแผ่นงาน", "every sheet"),
    ),
    Option(
        "column", _NAMES,
        Words(
            "คอลัมน์คะแนนที่ใช้ เมื่อมีหลายคอลัมน์ ใช้ซ้ำได้",
            "the column of scores, where there are several; repeatable",
        ),
        ("import",), many=True, default=Words("ถามเมื่อมีหลายคอลัมน์", "asked where there are several"),
    ),
    Option(
        "office", _NAMES,
        Words(
            "หน่วยงานของแบบกรอก ชื่อเต็มหรือชื่อย่อ ใช้ซ้ำได้",
            "the form's office, full or short name; repeatable",
        ),
        ("new",), many=True, default=Words("เลือกในไฟล์", "chosen in the file"),
    ),
    Option(
        "all", _SWITCH,
        Words("ทุกเขตพื้นที่การศึกษาในรายชื่อ (245 แห่ง)", "every office of the built-in list (245)"),
        ("new",),
    ),
    Option(
        "all", _SWITCH,
        Words("แสดงทุกปัญหา ไม่รวมกลุ่ม", "print every problem, not one line for their like"),
        ("check",),
    ),
    Option(
        "from", _PATH,
        Words(
            "สมุดงานปีก่อน ยกชื่อ ผู้ลงนาม ประวัติ และมาตรการมาให้",
            "last year's workbook: names, signer, history and measures are carried over",
        ),
        ("new",), default=Words("ไม่ยกมา", "nothing is carried"),
    ),
    Option(
        "outputs", _PATH, Words("โฟลเดอร์ผลลัพธ์", "the output folder"),
        (*_MAKING, "open"), in_file=True, short="o", default=Words("outputs", "outputs"),
    ),
    Option(
        "template", _NAME_OR_PATH, Words("ชื่อแม่แบบ หรือที่อยู่ไฟล์ .docx", "template name or file"),
        _MAKING, in_file=True, default=Words("announcement", "announcement"),
    ),
    Option(
        "document", _one_of(DOCUMENTS),
        Words("เอกสารที่สร้าง: มาตรการ รายงานผล ทั้งสอง (all) หรือบันทึกข้อความ", "which document to make"),
        _MAKING, in_file=True, default=Words("เท่าที่สมุดงานมีข้อมูล", "what the sheets allow"),
    ),
    Option(
        "plan", _PATH,
        Words(
            "สมุดงานปีก่อน ใช้เทียบผลการดำเนินการกับมาตรการที่ประกาศ",
            "last year's workbook, whose measures the follow-up is held against",
        ),
        _READING, in_file=True, default=Words("ไม่เทียบ", "they are not compared"),
    ),
    Option(
        "pdf-engine", _one_of(PDF_ENGINES), Words("โปรแกรมที่ใช้สร้าง PDF", "what makes the PDF"),
        _DRAWING, in_file=True, default=Words("auto", "auto"),
    ),
    Option(
        "emblem", _PATH, Words("ไฟล์ตราครุฑ PNG หรือ JPEG", "the office's own emblem picture"),
        _MAKING, in_file=True, default=Words("ไฟล์ที่วางไว้ข้างสมุดงาน", "one beside the workbook"),
    ),
    Option(
        "emblem-room", _SWITCH,
        Words("เว้นที่ของตราครุฑเมื่อไม่มีไฟล์ตรา", "keep the emblem's room where there is no emblem"),
        _MAKING, in_file=True, default=Words("true", "true"),
    ),
    Option(
        "signature", _PICTURE,
        Words("พิมพ์รูปลายมือชื่อจากไฟล์ PNG หรือ JPEG", "print the signature's picture"),
        _MAKING, in_file=True, default=Words("ไม่พิมพ์", "off"),
    ),
    Option(
        "final", _SWITCH,
        Words("ไม่พิมพ์คำว่า ร่าง แม้มาตรการยังไม่ยืนยัน", "do not mark unconfirmed measures as a draft"),
        _MAKING, in_file=True, default=Words("false", "false"),
    ),
    Option(
        "title", _one_of(TITLES),
        Words(
            "ชื่อเอกสาร: ตามเดิม ตามแบบตรวจ OIT ของปี หรือตามแบบตรวจพร้อมรหัสข้อ",
            "the usual title, the year's OIT checklist's, or that with its code",
        ),
        _MAKING, in_file=True, default=Words("usual", "usual"),
    ),
    Option(
        "font", _FONT, Words("แบบอักษรแทน TH SarabunPSK", "font family instead"),
        _MAKING, in_file=True, from_found=True, default=Words("ตามแม่แบบ", "the template's"),
    ),
    Option(
        "lowest", _whole(0, len(INDICATOR_NUMBERS), "K"),
        Words(
            "เมื่อไม่มีตัวชี้วัดต่ำกว่าเป้าหมาย ใช้ K ตัวที่ต่ำสุด (0 คือไม่ใช้)",
            "with none weak, take the K lowest (0: none)",
        ),
        _MAKING, in_file=True, default=Words("ตามข้อมูลของปี (3)", "the year's number (3)"),
    ),
    Option(
        "sections", _one_of(SECTIONS),
        Words(
            "จุดอ่อนประเภทเดียว หรือสองประเภท: ต้องแก้ไขโดยเร่งด่วน และต้องพัฒนาให้ดีขึ้น",
            "weak points in one class or two: to mend at once, and to improve",
        ),
        _MAKING, in_file=True, default=Words("ตามข้อมูลของปี (one)", "the year's (one)"),
    ),
    Option(
        "timeout", _SECONDS,
        Words("วินาทีต่อเอกสารสำหรับการสร้าง PDF", "seconds per document for the PDF"),
        _DRAWING, in_file=True, default=Words("120", "120"),
    ),
    Option(
        "workers", _whole(1, MOST_WORKERS, "N"), Words("จำนวนโพรเซส", "worker processes"),
        ("batch",), in_file=True, default=Words("เท่าจำนวนแกนประมวลผล", "one per core"),
    ),
    Option(
        "executor", _one_of(EXECUTORS),
        Words("ทำในเครื่องนี้หรือกระจายด้วย Dask", "this machine, or Dask's workers"),
        ("batch",), default=Words("local", "local"),
    ),
    Option(
        "scheduler", _TEXT,
        Words("ที่อยู่ scheduler ของ Dask เช่น tcp://HOST:8786", "the Dask scheduler's address"),
        ("batch",),
    ),
    Option(
        "force", _SWITCH, Words("สร้างใหม่ทั้งหมด", "make all, changed or not"), ("batch",)
    ),
    Option(
        "overwrite", _one_of(OVERWRITES),
        Words(
            "สร้างทับไฟล์ที่มีผู้แก้ไข โดยเก็บไฟล์นั้นไว้ข้างกันในชื่อที่มีวันที่ก่อน",
            "make edited files anew, each kept beside under a dated name first",
        ),
        _DRAWING, default=Words("เก็บไว้ ไม่สร้างทับ", "they are left alone"),
    ),
    Option(
        "dry-run", _SWITCH,
        Words("บอกว่าจะทำอะไรบ้าง โดยไม่เขียนสิ่งใด", "say what would be done, and write nothing"),
        _MAKING,
    ),
    Option(
        "prune", _SWITCH,
        Words("ลบเอกสารของหน่วยงานที่ไม่อยู่ในข้อมูลแล้ว", "remove documents of departed offices"),
        ("batch",), in_file=True, default=Words("false", "false"),
    ),
    Option(
        "quiet", _SWITCH, Words("พิมพ์เฉพาะสรุปและปัญหา", "print the summary and problems only"),
        ("batch",), in_file=True, from_found=True, default=Words("false", "false"),
    ),
    Option(
        "large", _SWITCH,
        Words(
            "สมุดงานใหญ่ที่เชื่อถือได้ เช่น ทุกโรงเรียน (เกิน ๑๐๐,๐๐๐ ช่อง)",
            "large workbooks that you vouch for (over 100,000 cells)",
        ),
        _READING, in_file=True, default=Words("false", "false"),
    ),
    Option(
        "accept", _CODES,
        Words("สร้างแม้มีปัญหารหัสนี้ ใช้ซ้ำได้", "build in spite of this problem code; repeatable"),
        _READING, in_file=True, many=True, default=Words("ไม่ยอมรับ", "none"),
    ),
    Option(
        "expect", _EXPECTED,
        Words(
            "หน่วยงานที่ต้องส่ง: รายชื่อในโปรแกรม (builtin) หรือไฟล์รายชื่อ .xlsx หรือ .csv",
            "the offices that should send: the built-in list, or a column of names in a file",
        ),
        _DESK, in_file=True, default=Words("ไม่ตรวจ", "not looked at"),
    ),
    Option(
        "return", _PATH,
        Words(
            "เขียนสำเนาของสมุดงานที่มีข้อผิดพลาด พร้อมหมายเหตุในช่อง และข้อความส่งกลับ ลงในโฟลเดอร์นี้",
            "write copies of faulty workbooks with notes at the cells, and mails, into this folder",
        ),
        _DESK, in_file=True, default=Words("ไม่เขียน", "nothing is written"),
    ),
    Option(
        "split", _SWITCH,
        Words(
            "ใช้กับ --return: สมุดงานที่มีหลายหน่วยงาน ให้สำเนาหน่วยงานละไฟล์ มีแต่แถวของตน",
            "with --return: of a workbook of many offices each gets a copy with its rows only",
        ),
        _DESK, in_file=True, default=Words("false", "false"),
    ),
    Option(
        "notify", _COMMAND, Words("คำสั่งที่ให้เรียกเมื่อทำงานเสร็จ", "a command to run at the end"),
        in_file=True, default=Words("ไม่เรียก", "none"),
    ),
    Option(
        "ping-success", _URL, Words("ที่อยู่เว็บที่ส่งเมื่อครบทุกหน่วยงาน", "an address told of success"),
        in_file=True, default=Words("ไม่ส่ง", "none"),
    ),
    Option(
        "ping-failure", _URL, Words("ที่อยู่เว็บที่ส่งเมื่อไม่ครบ", "an address told of anything else"),
        in_file=True, default=Words("ping-success ต่อท้ายด้วย /fail", "ping-success with /fail"),
    ),
    Option(
        "ping-start", _URL, Words("ที่อยู่เว็บที่ส่งเมื่อเริ่มงาน", "an address told of the start"),
        in_file=True, default=Words("ไม่ส่ง", "none"),
    ),
    Option(
        "port", _whole(0, 65535, "N"),
        Words("พอร์ตของหน้าเว็บในเครื่องนี้", "the page's port on this machine"),
        ("open",), default=Words("พอร์ตที่ว่าง", "any free one"),
    ),
    Option(
        "lang", _one_of(LANGUAGES), Words("ภาษาของข้อความ", "language of the messages"),
        (*_ALL, "new", "import", "open", "drop"), in_file=True, from_found=True,
        default=Words("ตามระบบ", "the system's"),
    ),
)  # fmt: skip

KEYS = {option.name: option for option in OPTIONS if option.in_file}
"""The keys of the settings file."""
