"""Every name that the program makes is one that Windows takes, whatever an office is called."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ita_docs.batch.intake import Intake, Source
from ita_docs.batch.repeated import refuse_collisions
from ita_docs.batch.send_back import name_copies
from ita_docs.documents import KINDS, MEASURES
from ita_docs.documents.invented import invent_result
from ita_docs.forms import name_form
from ita_docs.framework import load_frameworks
from ita_docs.model import FiscalYear, Office
from ita_docs.offices import load_offices
from ita_docs.publishing.names import make_safe_name, name_aside, name_files, name_folder
from ita_docs.web.uploads import clean_name

LONGEST_PATH = 259
"""Characters of a whole path in Windows without long paths switched on."""
ROOT = PureWindowsPath(r"C:\Users\ผู้ใช้งานทดสอบที่ชื่อยาวมาก\OneDrive - สำนักงานเขตพื้นที่\Documents\ITA")
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE | re.DOTALL
)
ODD = st.sampled_from(
    [
        "CON",
        "aux.txt",
        "LPT1",
        "com¹",
        "nul .",
        "a.",
        "b ",
        "..",
        " . ",
        "a/b\\c",
        "C:",
        "x:y",
        "ก?*|",
    ]
)
NAMES = st.one_of(st.text(max_size=200), ODD, st.builds("{}{}".format, ODD, st.text(max_size=5)))
YEAR = FiscalYear(2563)


def is_windows_name(name: str) -> bool:
    """Whether Windows keeps a name as it is: no device, no sign it refuses, nothing it drops."""
    return (
        PureWindowsPath(name).parts == (name,)
        and not set(name) & set('<>:"/\\|?*')
        and not any(ord(char) < 32 for char in name)
        and name == name.rstrip(" .")
        and not _RESERVED.fullmatch(name)
        and len(name.encode("utf-16-le")) // 2 <= 255
    )


@pytest.mark.parametrize("name", ["CON", "nul.txt", "LPT¹", "a.", "a ", "a:b", "a/b", "\t", ""])
def test_what_windows_refuses_is_known(name: str) -> None:
    assert not is_windows_name(name)


@given(NAMES)
def test_every_name_made_of_a_text_is_one_of_windows(text: str) -> None:
    assert is_windows_name(make_safe_name(text))


@given(NAMES)
def test_every_folder_and_file_of_an_office_is_too(short_name: str) -> None:
    office = Office("สำนักงาน", short_name)
    folder = PureWindowsPath(name_folder(office, YEAR).as_posix())
    assert len(folder.parts) == 2
    assert all(map(is_windows_name, folder.parts))
    for kind in KINDS:
        files = name_files(kind.stem, office, YEAR)
        assert all(map(is_windows_name, files.values()))
        for name in files.values():
            assert is_windows_name(name_aside(Path("not there"), name))


LATIN = st.text("abcdefgh ABCDEFGH.-_()0123456789", min_size=40, max_size=300)
THAI = st.text("กขคงจฉชซญฐณดตถทธนบปผพภมยรลวสหอะาำิีึืุู่้๊๋์็", min_size=30, max_size=200)
WIDE = st.text("𠮷𩸽漢字", min_size=30, max_size=200)
LONG = st.one_of(NAMES, LATIN, THAI, WIDE, st.builds("{}{}".format, THAI, LATIN))
LAST_ASIDE = "-เก็บไว้-2026-07-15-99"


def count(path: PureWindowsPath | str) -> int:
    return len(str(path).encode("utf-16-le")) // 2


def list_paths(office: Office) -> list[PureWindowsPath]:
    """Every file of an office, with the longest name under which one is put aside."""
    folder = ROOT / PureWindowsPath(name_folder(office, YEAR).as_posix())
    files = (name_files(kind.stem, office, YEAR) for kind in KINDS)
    names = (PureWindowsPath(name) for each in files for name in each.values())
    return [folder / f"{name.stem}{LAST_ASIDE}{name.suffix}" for name in names]


def test_the_folder_reckoned_with_has_eighty_characters() -> None:
    assert count(ROOT) == 80


@given(LONG)
def test_a_whole_path_fits_into_a_deep_folder_whatever_the_office_is_called(
    short_name: str,
) -> None:
    for path in list_paths(Office("สำนักงาน", short_name)):
        assert count(path) <= LONGEST_PATH
        assert all(map(is_windows_name, path.parts[1:]))


@pytest.mark.parametrize("short_name", [*(o.short_name for o in load_offices()), "ก" * 300])
def test_a_whole_path_of_a_thai_name_fits_into_a_deep_folder(short_name: str) -> None:
    assert max(map(count, list_paths(Office("สำนักงาน", short_name)))) <= LONGEST_PATH


@given(LONG)
@example("x" * 66)
@example("ก" * 300)
def test_a_name_that_fits_is_the_whole_name(short_name: str) -> None:
    """Documents that stand under their names today stay where they are."""
    office, plain = Office("สำนักงาน", short_name), make_safe_name(short_name)
    folder = name_folder(office, YEAR).name
    for kind in KINDS:
        stem = make_safe_name(f"{kind.stem}-{YEAR}-{short_name}", longest=175)
        fits = count(ROOT / "2563" / plain / f"{stem}{LAST_ASIDE}.docx") <= LONGEST_PATH
        if fits and kind is MEASURES:
            assert folder == plain
        if fits and folder == plain:
            assert name_files(kind.stem, office, YEAR)[".docx"] == f"{stem}.docx"


def test_long_names_that_differ_at_their_end_stay_apart() -> None:
    names = [
        f"Nakhon Si Thammarat Primary Educational Service Area Office, Region {n}" for n in range(4)
    ]
    offices = [Office("สำนักงาน", name) for name in names]
    assert len({name_folder(office, YEAR) for office in offices}) == 4
    files = {name_files("มาตรการ", office, YEAR)[".pdf"] for office in offices}
    assert len(files) == 4
    assert all(name_folder(office, YEAR).name.startswith("Nakhon Si Tha") for office in offices)


@given(st.lists(LONG, min_size=1, max_size=4))
def test_copies_that_go_back_fit_into_a_deep_folder(names: list[str]) -> None:
    books = [f"{name.replace('/', '-')}.xlsx" for name in names]
    for copy in name_copies(books).values():
        assert is_windows_name(copy)
        assert count(ROOT / copy) <= LONGEST_PATH


@given(LONG)
def test_a_persons_file_that_is_put_aside_has_a_name_that_disks_take(name: str) -> None:
    aside = name_aside(Path("not there"), f"{make_safe_name(name, longest=250)}.docx")
    assert len(aside.encode()) <= 255
    assert aside.endswith(".docx")
    assert "-เก็บไว้-" in aside


def test_forms_have_names_of_windows() -> None:
    assert all(is_windows_name(name_form(year)) for year in load_frameworks())


def test_offices_whose_folders_are_one_to_windows_are_both_refused() -> None:
    frameworks = load_frameworks()
    result = invent_result(frameworks[max(frameworks)], wide=False)
    intake = Intake()
    for short_name in ("Office A", "OFFICE a", "Office B"):
        office = Office(f"สำนักงาน {short_name}", short_name)
        folder = name_folder(office, YEAR)
        intake.sources.append(Source("a.xlsx", replace(result, office=office), folder))
    twins = [PureWindowsPath(source.folder.as_posix()) for source in intake.sources[:2]]
    assert twins[0] == twins[1]
    refuse_collisions(intake)
    assert [source.result.office.short_name for source in intake.sources] == ["Office B"]
    assert [problem.code for problem in intake.problems] == ["output-name-collision"] * 2


@given(NAMES)
def test_what_a_browser_calls_a_file_is_shown_without_folders(name: str) -> None:
    assert len(PureWindowsPath(clean_name(name).replace(":", "")).parts) <= 1
