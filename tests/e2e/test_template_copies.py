"""A built-in template is copied out, looked at with an invented office, and used."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from tests.e2e.conftest import INPUTS, ROOT, read_docx_text, run, squeeze

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_copy_is_the_template_and_is_never_written_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "แม่แบบ" / "ของเรา.docx"
    ended = run("template", "new", "announcement", path)
    assert ended.code == 0
    assert str(path) in ended.out
    shipped = (ROOT / "templates" / "announcement.docx").read_bytes()
    assert path.read_bytes() == shipped
    path.write_bytes(b"mine")
    again = run("template", "new", "announcement", path)
    assert again.code == 7
    assert "[template-exists]" in again.err
    assert path.read_bytes() == b"mine"


def test_without_a_name_the_copy_lies_in_the_folder_one_is_in(tmp_path: Path) -> None:
    assert run("template", "new", "report", cwd=tmp_path, environment=here()).code == 0
    assert (tmp_path / "report.docx").is_file()
    assert run("template", "new", "report", tmp_path, cwd=tmp_path, environment=here()).code == 7
    unknown = run("template", "new", "letter", cwd=tmp_path, environment=here())
    assert unknown.code == 2
    assert "announcement" in unknown.err


def here() -> dict[str, str]:
    """An environment in which the program is found from any folder."""
    import os

    return {**os.environ, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize(("options", "landscape"), [((), False), (("--wide",), True)])
def test_a_preview_is_a_pdf_and_pictures_of_an_invented_office(
    options: tuple[str, ...], landscape: bool, tmp_path: Path
) -> None:
    folder = tmp_path / "preview"
    made = ("template", "preview", "announcement", "-o", folder, "--pdf-engine", "rdocx")
    ended = run(*made, *options)
    assert ended.code == 0, ended.err
    assert str(folder) in ended.out
    assert (folder / "preview.pdf").read_bytes().startswith(b"%PDF-")
    pictures = sorted(folder.glob("page-*.png"))
    assert len(pictures) >= 3
    assert all(picture.read_bytes().startswith(PNG) for picture in pictures)
    words = squeeze(read_docx_text(folder / "preview.docx"))
    assert "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่างเขต๑" in words
    with zipfile.ZipFile(folder / "preview.docx") as package:
        assert ('w:orient="landscape"' in package.read("word/document.xml").decode()) is landscape


def test_a_preview_replaces_an_earlier_one_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "preview"
    made = ("template", "preview", "report", "-o", folder, "--pdf-engine", "rdocx")
    assert run(*made).code == 0
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run(*made).code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    notes = folder / "บันทึก.txt"
    notes.write_text("ของฉัน", encoding="utf-8")
    refused = run(*made)
    assert refused.code == 7
    assert "[preview-folder-taken]" in refused.err
    assert notes.read_text(encoding="utf-8") == "ของฉัน"
    notes.unlink()
    (folder / "preview.docx").write_bytes(b"edited")
    assert run(*made).code == 7
    assert (folder / "preview.docx").read_bytes() == b"edited"


@pytest.mark.parametrize(
    "account",
    [
        '{"../precious.docx": "%s"}',
        '{"%s/precious.docx": "a"}' % ("x/.." * 3),
        '{"page-1.png": "not-a-file"}',
        '{"page-1.png": []}',
        "[" * 60_000,
        "[]",
        "no account",
    ],
)
def test_the_account_of_an_earlier_preview_leads_nowhere_else(account: str, tmp_path: Path) -> None:
    folder, precious = tmp_path / "preview", tmp_path / "precious.docx"
    folder.mkdir()
    precious.write_bytes(b"mine")
    digest = hashlib.sha256(b"mine").hexdigest()
    (folder / "preview.json").write_text(account.replace("%s", digest), encoding="utf-8")
    (folder / "page-1.png").symlink_to(precious)
    before = (folder / "preview.json").read_bytes()
    refused = run("template", "preview", "report", "-o", folder, "--pdf-engine", "rdocx")
    assert refused.code == 7
    assert "[preview-folder-taken]" in refused.err
    assert precious.read_bytes() == b"mine"
    assert (folder / "page-1.png").is_symlink()
    assert (folder / "preview.json").read_bytes() == before


@pytest.mark.parametrize("kind", ["a link", "a pipe", "a folder"])
def test_what_is_no_file_in_the_place_of_a_previews_account_stays(
    kind: str, tmp_path: Path
) -> None:
    folder, precious = tmp_path / "preview", tmp_path / "precious.txt"
    folder.mkdir()
    precious.write_bytes(b"mine")
    account = folder / "preview.json"
    if kind == "a link":
        account.symlink_to(precious)
    elif kind == "a pipe":
        os.mkfifo(account)
    else:
        account.mkdir()
    mode = account.lstat().st_mode
    assert run("template", "preview", "report", "-o", folder, timeout=60).code == 7
    assert precious.read_bytes() == b"mine"
    assert account.lstat().st_mode == mode


def test_a_faulty_template_has_no_preview(tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(b"no Word file")
    ended = run("template", "preview", path, "-o", tmp_path / "preview")
    assert ended.code == 4
    assert not (tmp_path / "preview").exists()


def test_a_copy_builds_what_the_shipped_one_builds(tmp_path: Path) -> None:
    path = tmp_path / "ours.docx"
    assert run("template", "new", "report", path).code == 0
    book, none = INPUTS / "phuket-2562.xlsx", ("--pdf-engine", "none")
    assert run("build", book, "-o", tmp_path / "a", "--template", path, *none).code == 0
    assert run("build", book, "-o", tmp_path / "b", "--template", "report", *none).code == 0
    ours, theirs = (next((tmp_path / name).rglob("*.docx")) for name in ("a", "b"))
    assert ours.read_bytes() == theirs.read_bytes()
