"""The keys of the settings file: how each value is read, and what to say where it cannot be.

A reader gets the TOML value and the file's folder. It raises TypeError for another type of
TOML and ValueError for a value that cannot be used.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ita_docs.model import INDICATOR_NUMBERS
from ita_docs.problems import Words

PDF_ENGINES = ("auto", "libreoffice", "word", "rdocx", "none")
LANGUAGES = ("th", "en")


def _text(value: Any, _folder: Path) -> str:
    if not isinstance(value, str):
        raise TypeError
    if not value.strip() or "\0" in value:
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


def _command(value: Any, folder: Path) -> tuple[str, ...]:
    program, *arguments = _texts(value, folder) or ("",)
    if not program:
        return ()
    return (_name_or_path(program, folder), *arguments)


def _flag(value: Any, _folder: Path) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _integer(least: int, most: float) -> Callable[[Any, Path], int]:
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
    if not (math.isfinite(value) and value > 0):
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


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its reader, and what it expects as a phrase for "must be …"."""

    read: Callable[[Any, Path], Any]
    expected: Words


def _one_of(choices: Sequence[str]) -> Words:
    names = ", ".join(f'"{choice}"' for choice in choices)
    return Words(f"คำใดคำหนึ่งใน {names}", f"one of {names}")


_TEXT = Words("ข้อความในเครื่องหมายคำพูดที่ไม่ว่าง", "a text in quotes, not empty")
_PATH = Words("ที่อยู่ไฟล์หรือโฟลเดอร์ในเครื่องหมายคำพูด", "a path in quotes")
_FLAG = Words("true หรือ false โดยไม่ใส่เครื่องหมายคำพูด", "true or false, without quotes")
_URL = Words(
    "ที่อยู่เว็บในเครื่องหมายคำพูดที่ขึ้นต้นด้วย http:// หรือ https:// และมีแต่อักษรอังกฤษ",
    "an address in quotes that begins with http:// or https:// and is plain ASCII",
)
_COUNT = len(INDICATOR_NUMBERS)

KEYS: dict[str, Key] = {
    "inputs": Key(
        _paths,
        Words('รายการที่อยู่ เช่น ["scores.xlsx"]', 'a list of paths such as ["scores.xlsx"]'),
    ),
    "outputs": Key(_path, _PATH),
    "template": Key(_name_or_path, _TEXT),
    "pdf-engine": Key(_choice(PDF_ENGINES), _one_of(PDF_ENGINES)),
    "workers": Key(
        _integer(1, math.inf), Words("จำนวนเต็มตั้งแต่ 1 ขึ้นไป", "a whole number, 1 or more")
    ),
    "accept": Key(
        _codes,
        Words(
            'รายการรหัสปัญหา เช่น ["instrument-disagrees"]',
            'a list of problem codes such as ["instrument-disagrees"]',
        ),
    ),
    "lang": Key(_choice(LANGUAGES), _one_of(LANGUAGES)),
    "lowest": Key(
        _integer(1, _COUNT), Words(f"จำนวนเต็ม 1 ถึง {_COUNT}", f"a whole number from 1 to {_COUNT}")
    ),
    "font": Key(_text, _TEXT),
    "emblem": Key(_path, _PATH),
    "timeout": Key(_seconds, Words("จำนวนวินาทีที่มากกว่า 0", "a number of seconds above 0")),
    "prune": Key(_flag, _FLAG),
    "quiet": Key(_flag, _FLAG),
    "large": Key(_flag, _FLAG),
    "notify": Key(
        _command,
        Words(
            'รายการคำสั่งและตัวเลือก เช่น ["/usr/local/bin/tell", "admin"]',
            'a list of a command and its arguments such as ["/usr/local/bin/tell", "admin"]',
        ),
    ),
    "ping-success": Key(_url, _URL),
    "ping-failure": Key(_url, _URL),
    "ping-start": Key(_url, _URL),
}
