"""The settings file: what it may say, how a fault is named, and who wins."""

import os
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_docs.options import KEYS
from ita_docs.problems import ConfigError, ProblemKind, Severity, load_problem_table
from ita_docs.settings import (
    Settings,
    check_acceptable,
    find_settings,
    merge_settings,
    read_settings,
    withhold_found,
)
from ita_docs.wording import write_line, write_more, write_text

WHOLE = """
inputs = ["scores.xlsx", "/srv/จังหวัด", "."]
outputs = "ผลลัพธ์"
template = "report"
document = "measures"
plan = "ปีก่อน.xlsx"
pdf-engine = "none"
workers = 2
accept = ["instrument-disagrees"]
lang = "en"
lowest = 3
sections = "two"
font = "TH Sarabun New"
emblem = "ตรา.png"
emblem-room = false
signature = "beside"
final = true
expect = "รายชื่อ.xlsx"
title = "checklist"
return = "ส่งกลับ"
split = true
timeout = 90
prune = true
quiet = true
notify = ["bin/tell", "ผู้ดูแล"]
ping-success = "https://hc.example/abc"
ping-failure = "https://hc.example/abc/1"
ping-start = "http://hc.example/abc/start"
"""


@pytest.fixture(autouse=True)
def problem_table(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"th": "-", "en": "-"}
    table = {
        **load_problem_table(),
        "instrument-disagrees": ProblemKind(
            "instrument-disagrees", Severity.ERROR, True, words, words, words
        ),
        "score-missing": ProblemKind("score-missing", Severity.ERROR, False, words, words, words),
    }
    monkeypatch.setattr("ita_docs.options.load_problem_table", lambda: table)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "ita-docs.toml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def refuse(path: Path) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read_settings(path).require_sound()
    for lang in ("th", "en"):
        assert "{" not in write_line(caught.value, lang)
    return caught.value


def read_sound(path: Path) -> dict[str, object]:
    return dict(read_settings(path).require_sound())


def test_every_key_is_read_with_paths_from_the_files_own_folder(write, tmp_path, monkeypatch):
    path = write(WHOLE)
    monkeypatch.chdir("/")
    assert merge_settings(read_sound(path), {}) == Settings(
        inputs=(tmp_path / "scores.xlsx", Path("/srv/จังหวัด"), tmp_path),
        outputs=tmp_path / "ผลลัพธ์",
        template="report",
        document="measures",
        plan=tmp_path / "ปีก่อน.xlsx",
        pdf_engine="none",
        workers=2,
        accept=frozenset({"instrument-disagrees"}),
        lang="en",
        lowest=3,
        sections="two",
        font="TH Sarabun New",
        emblem=tmp_path / "ตรา.png",
        emblem_room=False,
        signature="beside",
        final=True,
        expect=tmp_path / "รายชื่อ.xlsx",
        title="checklist",
        returns=tmp_path / "ส่งกลับ",
        split=True,
        timeout=90.0,
        prune=True,
        quiet=True,
        notify=(str(tmp_path / "bin/tell"), "ผู้ดูแล"),
        ping_success="https://hc.example/abc",
        ping_failure="https://hc.example/abc/1",
        ping_start="http://hc.example/abc/start",
    )


def test_the_keys_of_the_file_are_the_fields_of_the_settings():
    assert {option.field for option in KEYS.values()} == {field.name for field in fields(Settings)}


def test_relative_settings_path_gives_absolute_paths(write, tmp_path, monkeypatch):
    write('outputs = "out"')
    monkeypatch.chdir(tmp_path)
    assert read_sound(Path("ita-docs.toml")) == {"outputs": tmp_path / "out"}


def test_the_examples_of_the_guide_are_read_and_its_tables_name_every_key(write):
    guide = (Path(__file__).parents[2] / "docs" / "nightly.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert len(examples) == 4
    for example in examples:
        assert read_sound(write(example))["inputs"]
    for half in guide.split("\n---\n", 1):
        rows = "".join(row for row in half.splitlines() if row.startswith("| `"))
        assert [key for key in KEYS if f"`{key}`" not in rows] == []


def test_an_empty_file_leaves_the_defaults(write):
    assert read_sound(write("# ยังไม่ได้ตั้งค่า\n")) == {}
    assert merge_settings({}, {}) == Settings()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("report", "report"),
        ("forms/mine.docx", "{folder}/forms/mine.docx"),
        ("mine.DOCX", "{folder}/mine.DOCX"),
        ("/srv/mine.docx", "/srv/mine.docx"),
    ],
)
def test_a_template_is_a_name_or_a_path(write, tmp_path, written, read):
    found = read_sound(write(f'template = "{written}"'))
    assert found["template"] == read.format(folder=tmp_path)


def test_a_bare_command_is_left_to_the_search_path(write):
    assert read_sound(write('notify = ["mail", "./x"]'))["notify"] == ("mail", "./x")
    assert read_sound(write("notify = []"))["notify"] == ()


def test_a_byte_order_mark_of_notepad_is_no_fault(write):
    assert read_sound(write(b"\xef\xbb\xbfworkers = 3\r\n")) == {"workers": 3}


# --- faults -------------------------------------------------------------------------------------


def test_a_missing_file_is_named(tmp_path):
    error = refuse(tmp_path / "none.toml")
    assert (error.code, error.exit_code) == ("settings-missing", 4)
    assert str(tmp_path / "none.toml") in write_line(error, "th")


def test_a_folder_instead_of_a_file_is_named(tmp_path):
    assert refuse(tmp_path).code == "settings-missing"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('lang = "th"\noutputs = D:\\ita\n', "2"),
        ('lang = "th"\n\noutputs = "D:\\ita"\n', "3"),
        ('lang = "th"\nlang = "en"\n', "2"),
        ('lang = "th"\ninputs = [\n"a",', "3"),
    ],
)
def test_a_fault_of_toml_is_named_by_its_line(write, content, line):
    error = refuse(write(content))
    assert (error.code, error.values["line"]) == ("settings-unreadable", line)


def test_thai_saved_in_another_encoding_is_named_by_its_line(write):
    error = refuse(write(b"workers = 1\n" + 'outputs = "ผล"'.encode("cp874")))
    assert (error.code, error.values["line"]) == ("settings-not-utf8", "2")


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("input", "inputs"),
        ("pdf_engine", "pdf-engine"),
        ("engine", "pdf-engine"),
        ("Language", "lang"),
        ("worker", "workers"),
    ],
)
def test_an_unknown_key_names_the_nearest_known_one(write, written, nearest):
    error = refuse(write(f'{written} = "x"'))
    assert error.code == "settings-unknown-key"
    assert error.at.part == written
    assert write_text(error, "th").endswith(f"ใกล้ที่สุดคือ {nearest}")


def test_a_key_that_resembles_none_gets_no_suggestion_and_all_the_names_behind_it(write):
    error = refuse(write('unknown = "x"'))
    assert write_text(error, "en") == "There is no setting named unknown."
    assert "pdf-engine, " in write_more(error, "en")


def test_a_section_is_an_unknown_key(write):
    assert refuse(write('[batch]\nlang = "th"')).code == "settings-unknown-key"


@pytest.mark.parametrize(
    "line",
    [
        'inputs = "a.xlsx"',
        "inputs = [1]",
        "outputs = 2563",
        'workers = "2"',
        "workers = true",
        "workers = 2.0",
        'timeout = "90"',
        "timeout = false",
        "lowest = 2.5",
        'prune = "yes"',
        "quiet = 1",
        'notify = "tell me"',
        "accept = 1",
        "lang = 1",
        "ping-success = 1",
    ],
)
def test_a_value_of_another_type_says_what_is_expected(write, line):
    error = refuse(write(line))
    assert error.code == "settings-wrong-type"
    assert error.at.part == line.partition(" = ")[0]
    assert error.values["expected"].en in write_line(error, "en")
    assert error.values["expected"].th in write_line(error, "th")


@pytest.mark.parametrize(
    "line",
    [
        "inputs = []",
        'inputs = [""]',
        'outputs = " "',
        'outputs = "a\\u0000b"',
        "workers = 0",
        "lowest = -1",
        "lowest = 11",
        "timeout = 0",
        "timeout = inf",
        "timeout = nan",
        'lang = "de"',
        'pdf-engine = "Word"',
        'notify = [""]',
        'ping-success = "file:///etc/passwd"',
        'ping-success = "hc.example/abc"',
        'ping-success = "https:///abc"',
        'ping-success = "https://hc.example/ก"',
        'ping-success = "https://hc.example/a b"',
        'ping-success = "https://[hc.example/a"',
    ],
)
def test_a_value_that_cannot_be_used_is_refused(write, line):
    error = refuse(write(line))
    assert (error.code, error.at.part) == ("settings-wrong-value", line.partition(" = ")[0])


@pytest.mark.parametrize("code", ["instrument-disagree", "score-missing"])
def test_only_codes_that_may_be_accepted_are_taken(write, code):
    error = refuse(write(f'accept = ["instrument-disagrees", "{code}"]'))
    assert (error.code, error.at.part) == ("settings-unknown-code", "accept")
    assert code in write_line(error, "th")
    assert "instrument-disagrees" in write_more(error, "th")


def test_codes_of_the_command_line_are_checked_by_the_same_rule():
    check_acceptable(["instrument-disagrees"])
    with pytest.raises(ConfigError, match="score-missing"):
        check_acceptable(["score-missing"])


# --- where it is found, and who wins ------------------------------------------------------------


def test_the_file_is_found_in_the_first_folder_or_beside_the_first_workbook(write, tmp_path):
    path = write("")
    other = tmp_path / "other"
    other.mkdir()
    assert find_settings([tmp_path]) == path
    assert find_settings([tmp_path / "scores.xlsx", other]) == path
    assert find_settings([other, tmp_path]) is None
    assert find_settings([]) is None


def test_the_command_line_wins_and_what_it_leaves_out_stays():
    in_file = {"outputs": Path("/a"), "workers": 4, "quiet": True, "accept": frozenset({"x"})}
    given = {"outputs": Path("/b"), "workers": None, "quiet": False, "accept": (), "inputs": []}
    merged = merge_settings(in_file, given)
    assert merged == Settings(
        outputs=Path("/b"), workers=4, quiet=False, accept=frozenset({"x"}), inputs=()
    )


def test_codes_given_on_the_command_line_replace_those_of_the_file():
    assert merge_settings({"accept": frozenset({"x"})}, {"accept": ("y",)}).accept == {"y"}


def test_a_file_that_was_only_found_may_change_the_words_and_the_look_alone(write):
    path = write(WHOLE + "large = true\nunheard-of = 1\n")
    kept, problems = withhold_found(read_settings(path))
    assert kept == {"lang": "en", "quiet": True, "font": "TH Sarabun New"}
    assert {problem.code for problem in problems} == {"settings-withheld"}
    told = [problem.at.part for problem in problems]
    assert sorted(told) == sorted({*KEYS, "unheard-of"} - {"lang", "quiet", "font"})
    for problem in problems:
        assert problem.severity is Severity.WARNING
        for lang in ("th", "en"):
            assert f'--config "{path}"' in write_line(problem, lang)


# --- a file that is no settings file ------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "a" + ".a" * 30_000 + " = 1",
        "[" + "a." * 30_000 + "a]",
        "inputs = " + "[" * 60_000,
        "inputs = " + "{a=" * 15_000,
        "workers = " + "9" * 60_000,
        'x = """' + "x" * 60_000,
        "\x00" * 1_000,
        "inputs = [" + "1979-05-27," * 300 + "]",
        "timeout = 1e400",
        "timeout = -0.0",
    ],
)
def test_whatever_it_holds_it_is_refused_with_its_place(write, content):
    assert refuse(write(content)).exit_code == 4


def test_a_file_of_megabytes_is_not_read(write):
    assert refuse(write("#" * 70_000)).code == "settings-too-large"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_and_a_device_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    assert refuse(tmp_path / "pipe.toml").code == "settings-missing"
    assert refuse(Path("/dev/zero")).code == "settings-missing"


@given(content=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
def test_any_bytes_are_settings_or_a_fault_with_a_line(content, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "ita-docs.toml"
    path.write_bytes(content)
    try:
        faults = read_settings(path).faults
    except ConfigError as error:
        faults = (error,)
    for fault in faults:
        assert write_line(fault, "th").startswith(f"{path}: ")


def test_a_faulty_key_leaves_the_others_readable(write):
    found = read_settings(write('notify = ["tell"]\noutputz = "x"\nworkers = 0\n'))
    assert found.fields == {"notify": ("tell",)}
    assert [fault.code for fault in found.faults] == [
        "settings-unknown-key",
        "settings-wrong-value",
    ]
