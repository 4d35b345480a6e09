"""Every name that the program makes is one that Windows takes, whatever an office is called."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_docs.batch.intake import Intake, Source
from ita_docs.batch.repeated import refuse_collisions
from ita_docs.documents import KINDS
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


@pytest.mark.parametrize("short_name", [*(o.short_name for o in load_offices()), "ก" * 300])
def test_a_whole_path_of_a_thai_name_fits_into_a_deep_folder(short_name: str) -> None:
    office = Office("สำนักงาน", short_name)
    folder = ROOT / PureWindowsPath(name_folder(office, YEAR).as_posix())
    for kind in KINDS:
        for name in name_files(kind.stem, office, YEAR).values():
            path = folder / name_aside(Path("not there"), name)
            assert len(str(path).encode("utf-16-le")) // 2 <= LONGEST_PATH


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
