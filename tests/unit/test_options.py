"""One row per option makes the flag, the key and the line of the docs."""

from __future__ import annotations

import contextlib
from dataclasses import fields
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_docs.cli import group
from ita_docs.cli.options import _read
from ita_docs.options import KEYS, OPTIONS, Option
from ita_docs.settings import Settings
from tools.make_option_page import PAGE, build_page

BY_NAME = {option.name: option for option in OPTIONS}


def test_the_page_of_options_is_made_from_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == build_page(), "run `make docs`"


def test_the_file_and_the_settings_have_the_same_names() -> None:
    assert {option.field for option in KEYS.values()} == {field.name for field in fields(Settings)}


@pytest.mark.parametrize("command", ["build", "batch", "check"])
def test_a_command_takes_the_options_of_its_rows(command: str) -> None:
    found = group.get_command(click.Context(group), command)
    assert found is not None
    taken = {flag for parameter in found.params for flag in parameter.opts}
    wanted = {f"--{option.name}" for option in OPTIONS if command in option.commands}
    assert wanted <= taken
    arguments = {"inputs", "workbooks", "workbook"}
    assert taken - wanted <= arguments | {"--json", "--config", "-o"}


def test_only_words_and_looks_are_obeyed_from_a_file_that_was_found() -> None:
    assert {option.name for option in OPTIONS if option.from_found} == {"lang", "quiet", "font"}
    assert all(option.in_file for option in OPTIONS if option.from_found)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("timeout", "nan"),
        ("timeout", "inf"),
        ("timeout", "-1"),
        ("timeout", "1e9"),
        ("timeout", "soon"),
        ("workers", "100000"),
        ("workers", "0"),
        ("workers", "2.5"),
        ("lowest", "11"),
        ("outputs", ""),
        ("outputs", "a\x00b"),
        ("emblem", " "),
        ("font", "TH\x1b[2J"),
        ("font", "TH Sarabun IT๙"),
        ("font", "ก" * 61),
        ("lang", "de"),
        ("pdf-engine", "typewriter"),
    ],
)
def test_one_rule_reads_the_command_line_and_the_file(name: str, typed: str) -> None:
    option = BY_NAME[name]
    with pytest.raises(click.UsageError):
        _read(option, typed)
    if option.reader.typed is str:
        with pytest.raises((TypeError, ValueError)):
            option.reader.read(typed, Path())


@given(option=st.sampled_from(OPTIONS), typed=st.text(max_size=20))
def test_what_a_person_types_is_read_or_refused_in_words(option: Option, typed: str) -> None:
    if option.switch:
        return
    with contextlib.suppress(click.UsageError):
        assert _read(option, [typed] if option.many else typed) is not None
