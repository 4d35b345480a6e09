from pathlib import Path

import pytest

from ita_docs.model import FiscalYear, Office
from ita_docs.publishing import names
from ita_docs.publishing.names import make_safe_name, name_aside, name_files, name_folder


def test_an_office_gets_its_folder_and_file_names_from_its_short_name() -> None:
    office = Office("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต", "สพป.ภูเก็ต")
    assert name_folder(office, FiscalYear(2563)) == Path("2563/สพป.ภูเก็ต")
    assert name_files("มาตรการ", office, FiscalYear(2563))[".pdf"] == "มาตรการ-2563-สพป.ภูเก็ต.pdf"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc", "-..-etc"),
        ("สพป.ก/ข\\ค", "สพป.ก-ข-ค"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        (" . ", "_"),
        ("จบด้วยจุด...", "จบด้วยจุด"),
        ("a\u202eb\u0000c", "ab-c"),
        ("", "_"),
    ],
)
def test_names_are_safe_on_windows_and_linux(text: str, name: str) -> None:
    assert make_safe_name(text) == name


def test_a_long_name_is_cut_at_a_whole_character_with_its_marks() -> None:
    name = make_safe_name("กี่" * 100)
    assert len(name.encode()) <= names.LONGEST_NAME
    assert {name[i : i + 3] for i in range(0, len(name), 3)} == {"กี่"}


def test_a_name_put_aside_is_dated_keeps_its_ending_and_is_free(tmp_path: Path) -> None:
    first = name_aside(tmp_path, "มาตรการ-2563-สพป.ภูเก็ต.docx")
    (tmp_path / first).write_bytes(b"mine")
    second = name_aside(tmp_path, "มาตรการ-2563-สพป.ภูเก็ต.docx")
    assert first.startswith("มาตรการ-2563-สพป.ภูเก็ต-เก็บไว้-20")
    assert second == first.replace(".docx", "-2.docx")
