"""Hostile files of the other kinds: refused with a code, within the limits of time and memory."""

from __future__ import annotations

import io
import random
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ita_docs.problems import InputError
from ita_docs.wording import write_line
from ita_docs.workbook import STRANGERS
from ita_docs.workbook.grids import read_grids
from ita_docs.workbook.reader_process import open_reader
from tests.corpus.container_mutations import DAMAGES
from tests.corpus.heavy import HEAVY
from tests.corpus.make_corpus import REFUSED, plain
from tests.corpus.shapes.make_shapes import CASES
from tests.unit.workbook.test_grids import ods

ENDINGS = (".xls", ".ods", ".csv", ".html")
READABLE = {"file-xls", "file-ods", "file-csv", "file-html"}
"""What import reads and build does not: there the code is another, or there are sheets."""
SECONDS = 20


def refusal(path: Path) -> InputError | None:
    """The error of a file, or None where it was read; anything else is a finding."""
    try:
        with open_reader() as reader:
            reader.read_grids(path)
    except InputError as error:
        return error
    return None


def refusal_here(path: Path) -> InputError | None:
    """The same in this process, which is quicker."""
    try:
        read_grids(path)
    except InputError as error:
        return error
    return None


@pytest.mark.parametrize("fault", REFUSED)
def test_a_hostile_workbook_renamed_is_refused_as_itself(fault: str, tmp_path: Path) -> None:
    make, code = REFUSED[fault]
    content = make()
    for ending in ENDINGS:
        path = tmp_path / f"scores{ending}"
        path.write_bytes(content)
        error = refusal_here(path)
        if error is None:
            assert code in READABLE, (fault, ending)
        else:
            assert error.code == code or code in READABLE, (fault, ending, error.code)


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_workbook_renamed_is_refused_or_read_and_nothing_else(
    name: str, tmp_path: Path
) -> None:
    content = plain()
    for seed in range(6):
        damaged, _ = DAMAGES[name](random.Random(seed), content)
        path = tmp_path / f"a{ENDINGS[seed % len(ENDINGS)]}"
        path.write_bytes(damaged)
        error = refusal_here(path)
        assert error is None or error.code.startswith(("file-", "sheet-"))


@pytest.mark.parametrize("fault", HEAVY)
def test_unreasonable_work_is_refused_under_every_name(fault: str, tmp_path: Path) -> None:
    make, _ = HEAVY[fault]
    path = tmp_path / "heavy.ods"
    path.write_bytes(make())
    begun = time.process_time()
    error = refusal_here(path)
    assert time.process_time() - begun < SECONDS
    # Rows almost empty are dear as fields of a table; as cells they are few.
    assert error is not None or fault == "rows-almost-empty"


# --- OpenDocument ---------------------------------------------------------------------------------


def zip_bomb() -> bytes:
    return ods("<table:table>" + " " * (120 * 1024 * 1024) + "</table:table>")


def bomb_within_the_ratio() -> bytes:
    stream = io.BytesIO()
    noise = random.Random(1).randbytes(600_000)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("noise", noise)
        package.writestr("content.xml", b"<a>" + b" " * (60 * 1024 * 1024) + b"</a>")
    return stream.getvalue()


def billion_laughs() -> bytes:
    plain = ods("<table:table/>")
    return _with_content(plain, '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>')


def repeated_rows() -> bytes:
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    return ods(
        f'<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">{cell}'
        "</table:table-row></table:table>"
    )


def repeated_columns() -> bytes:
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
        'office:value="1"/>'
    )
    row = f'<table:table-row table:number-rows-repeated="1000">{cell}</table:table-row>'
    return ods(f'<table:table table:name="a">{row}</table:table>')


def deep_groups() -> bytes:
    opened = "<table:table-row-group>" * 60
    closed = "</table:table-row-group>" * 60
    return ods(f'<table:table table:name="a">{opened}{closed}</table:table>')


def many_elements() -> bytes:
    return ods('<table:table table:name="a">' + "<table:table-row/>" * 600_000 + "</table:table>")


def long_cell() -> bytes:
    cell = "<table:table-cell office:value-type='string'><text:p>" + "ก" * 300_000 + "</text:p>"
    row = f"<table:table-row>{cell}</table:table-cell></table:table-row>"
    return ods(f'<table:table table:name="a">{row}</table:table>')


def _with_content(package: bytes, content: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            text = content.encode() if entry.filename == "content.xml" else old.read(entry)
            new.writestr(entry.filename, text)
    return stream.getvalue()


OPEN_DOCUMENTS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "zip-bomb": (zip_bomb, {"file-expands"}),
    "bomb-within-the-ratio": (bomb_within_the_ratio, {"file-expands"}),
    "billion-laughs": (billion_laughs, {"file-unsafe-xml"}),
    "repeated-rows": (repeated_rows, {"file-expands"}),
    "repeated-columns": (repeated_columns, {"file-expands"}),
    "deep-groups": (deep_groups, {"file-unsafe-xml"}),
    "many-elements": (many_elements, {"file-expands"}),
    "long-cell": (long_cell, {"file-expands"}),
    "not-xml": (lambda: _with_content(ods(""), "ก" * 100), {"file-damaged"}),
    "no-content": (lambda: _with_content(ods(""), ""), {"file-damaged"}),
}


@pytest.mark.parametrize("name", OPEN_DOCUMENTS)
def test_a_hostile_opendocument_file_is_refused(name: str, tmp_path: Path) -> None:
    make, codes = OPEN_DOCUMENTS[name]
    path = tmp_path / "a.ods"
    path.write_bytes(make())
    error = refusal(path)
    assert error is not None
    assert error.code in codes
    assert "\n" not in write_line(error, "th")


def test_empty_rows_and_columns_without_end_cost_nothing(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    path = tmp_path / "a.ods"
    path.write_bytes(ods(f'<table:table table:name="a">{row}</table:table>'))
    assert read_grids(path)[0].rows == {}


# --- text and web pages ---------------------------------------------------------------------------


def test_a_csv_line_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as stream:
        stream.write("หน่วยงาน,".encode())
        stream.truncate(2 * 1024**3)  # sparse: it takes no room on the disk
    begun = time.monotonic()
    error = refusal(path)
    assert error is not None
    assert error.code == "file-too-large"
    assert time.monotonic() - begun < SECONDS


TEXTS: dict[str, tuple[bytes, set[str]]] = {
    "one-line": (b"a," + b"x" * (19 * 1024 * 1024), {"file-damaged"}),
    "all-commas": (b"," * (19 * 1024 * 1024), {"file-expands", "workbook-too-demanding"}),
    "all-cells": (b"1,2,3,4\n" * 200_000, {"sheet-too-large"}),
    "open-quote": (b'a,"' + b"x\n" * 900_000, {"file-damaged"}),
    "nul": (b"\xff\xfea\x00\x00\x00", {"file-damaged"}),
    "cells-of-a-page": (b"<table>" + b"<tr><td>1<td>2" * 80_000, {"sheet-too-large"}),
    "wide-spans": (b"<table><tr>" + b"<td colspan=1000>1" * 40, {"file-expands"}),
}


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_is_refused(name: str, tmp_path: Path) -> None:
    content, codes = TEXTS[name]
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    error = refusal(path)
    assert error is not None
    assert error.code in codes


@pytest.mark.parametrize(
    "content",
    [
        b"<table>" * 20_000,
        b"<table><tr><td rowspan=65000 colspan=900>1" * 20,
        b"<table><!" + b"<!" * 200_000,
        b"<table><tr><td>" + b"&#" * 200_000,
        b"<table><tr><td" + b" a='" * 100_000,
        b"<html><script>" + b"</scrip" * 200_000,
    ],
)
def test_a_twisted_web_page_ends_in_time(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    begun = time.monotonic()
    error = refusal(path)
    assert time.monotonic() - begun < STRANGERS.seconds + 10
    assert error is None or error.code in {
        "file-expands", "file-damaged", "sheet-too-large", "workbook-too-demanding",
    }  # fmt: skip


# --- real files, cut short and with bytes exchanged ----------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A result file as LibreOffice Calc saves it in the old and the open format."""
    folder = tmp_path_factory.mktemp("real")
    [content] = CASES["03a-merged-heads"]().files.values()
    (folder / "a.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for ending in ("xls", "ods"):
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(folder),
             str(folder / "a.xlsx")],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return {ending: (folder / f"a.{ending}").read_bytes() for ending in ("xls", "ods")}


@pytest.mark.calc
@pytest.mark.xdist_group("calc")
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_file_cut_short_or_with_bytes_exchanged_is_refused_or_read(
    ending: str, real: dict[str, bytes], tmp_path: Path
) -> None:
    whole = real[ending]
    chance = random.Random(7)
    cut = [whole[: len(whole) * part // 16] for part in range(1, 16)]
    spoilt = []
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 4, 40))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        spoilt.append(bytes(content))
    path = tmp_path / f"a.{ending}"
    with open_reader() as reader:
        for number, content in enumerate([*cut, *spoilt]):
            path.write_bytes(content)
            error = None
            try:
                reader.read_grids(path)
            except InputError as refused:
                error = refused
            if error is None:
                assert number >= len(cut), f"cut to {len(content)} bytes and read all the same"
            else:
                assert error.code != "workbook-reader-failed", (number, error.values)


@pytest.mark.calc
@pytest.mark.xdist_group("calc")
def test_an_old_file_with_a_password_is_named(tmp_path: Path, real: dict[str, bytes]) -> None:
    content = real["xls"]
    # A FILEPASS record (0x002F) right behind the workbook's BOF, as Excel writes it.
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    spoilt = bytearray(content)
    spoilt[start + 20 : start + 24] = b"\x2f\x00" + spoilt[start + 22 : start + 24]
    path = tmp_path / "a.xls"
    path.write_bytes(bytes(spoilt))
    error = refusal(path)
    assert error is not None
    assert error.code == "file-password"
