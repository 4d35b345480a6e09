"""A template that has come through its trial is not tried again, by the same program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ita_docs.documents import list_kinds
from ita_docs.documents.context import Context
from ita_docs.problems import TemplateError
from ita_docs.word import (
    BUILT_IN_TEMPLATES,
    check_template,
    load_template,
    loading,
    refill_chart,
    verdicts,
)
from tests.forms import Small, make_docx, paragraph
from tools.pass_templates import PASSED, list_passed

SOUND = make_docx(
    paragraph("{%p if wide %}") + paragraph("{{ title }}") + paragraph("{%p endif %}")
)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The parts tried from here on, with a cache that holds nothing yet."""
    parts: list[str] = []
    real = loading.try_branches

    def watch(part: Any, *rest: Any) -> Any:
        parts.append(part.name)
        return real(part, *rest)

    monkeypatch.setattr(loading, "try_branches", watch)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return parts


def load(content: bytes) -> None:
    load_template("t.docx", schema=Small, refill=refill_chart, content=content)


def test_the_shipped_templates_pass_and_are_written_down() -> None:
    written = PASSED.read_text("ascii").split()
    assert written == list_passed(), "run .venv/bin/python -m tools.pass_templates"


def test_a_shipped_template_costs_no_trial(tried: list[str]) -> None:
    for name in BUILT_IN_TEMPLATES:
        (kind,) = list_kinds(name)
        load_template(name, schema=kind.schema, refill=refill_chart, needed=kind.needed)
    assert tried == []
    check_template("report", schema=Context, refill=refill_chart)
    assert tried, "who asks for a check gets one"


def test_a_template_is_tried_once(tried: list[str], tmp_path: Path) -> None:
    load(SOUND)
    assert tried == ["word/document.xml"]
    load(SOUND)
    assert tried == ["word/document.xml"]
    assert len(list((tmp_path / "cache" / "ita-docs" / "templates").iterdir())) == 1


def test_other_bytes_fields_or_program_are_tried_anew(
    tried: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(SOUND)
    load(make_docx(paragraph("{{ title }}")))
    assert len(tried) == 2
    monkeypatch.setattr(verdicts, "_hash_program", lambda: "another")
    load(SOUND)
    assert len(tried) == 3


def test_what_does_not_pass_is_not_kept(tried: list[str], tmp_path: Path) -> None:
    faulty = make_docx(paragraph("{{ rows[0].name }}"))
    for times in (1, 2):
        with pytest.raises(TemplateError):
            load(faulty)
        assert len(tried) == times
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("place", ["file", "relative", "nowhere"])
def test_without_a_cache_every_load_pays(
    place: str, tried: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    places = {"file": str(tmp_path / "file"), "relative": "cache", "nowhere": "/dev/null/cache"}
    monkeypatch.setenv("XDG_CACHE_HOME", places[place])
    monkeypatch.chdir(tmp_path)
    load(SOUND)
    load(SOUND)
    assert len(tried) == 2
    assert not (tmp_path / "cache").exists()


def test_the_oldest_verdicts_go(
    tried: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "_MOST", 2)
    for words in "กขคง":
        load(make_docx(paragraph("{{ title }} " + words)))
    assert len(tried) == 4
    assert len(list((tmp_path / "cache" / "ita-docs" / "templates").iterdir())) == 2
