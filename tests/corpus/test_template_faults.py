"""Every hostile template is refused with its own code and part; sound ones say what they should."""

from __future__ import annotations

import os
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ita_docs.documents.context import Context
from ita_docs.problems import Lang, Problem, TemplateError
from ita_docs.word import check_template, load_template, loading, refill_chart, render_document
from ita_docs.wording import write_line
from tests.corpus.edited_templates import REFUSED
from tests.corpus.make_templates_corpus import (
    FAULTS,
    FIELD,
    SOUND,
    WATCHER,
    body,
    code,
    mark,
    relate,
    run,
    within,
)
from tests.forms import PROPERTIES, SMALL, TEMPLATES, Small, read_part, read_words

REPORT = {
    name for name in FAULTS if name.startswith("chart ") or name == "program in a chart"
}  # made from a built-in template, whose schema is the whole context


ADVICE = {"a table of contents": ["template-contents-stale"]}
"""What is said of a sound template."""


def write(folder: Path, content: bytes) -> str:
    path = folder / "แม่แบบ.docx"
    path.write_bytes(content)
    return str(path)


def check(path: str, schema: Any = Small) -> tuple[Problem, ...]:
    return check_template(path, schema=schema, refill=refill_chart).problems


@pytest.mark.parametrize("fault", FAULTS)
def test_a_hostile_template_is_refused_with_its_code_and_part(fault: str, tmp_path: Path) -> None:
    make, code, part = FAULTS[fault]
    schema = Context if fault in REPORT else Small
    path = write(tmp_path, make())
    found = [problem for problem in check(path, schema) if problem.code == code]
    assert found, [write_line(problem, "en") for problem in check(path, schema)]
    assert str(found[0].at) == (f"แม่แบบ.docx: {part}" if part else "แม่แบบ.docx")
    lang: Lang
    for lang in ("th", "en"):
        assert "\n" not in write_line(found[0], lang)
    with pytest.raises(TemplateError):
        load_template(path, schema=schema, refill=refill_chart)


@pytest.mark.parametrize(
    "fault", [name for name, row in FAULTS.items() if row[1] == "template-field-refused"]
)
def test_a_refused_field_is_named_with_its_instruction_or_its_paragraph(
    fault: str, tmp_path: Path
) -> None:
    problems = check(write(tmp_path, FAULTS[fault][0]()))
    params = next(
        problem.values for problem in problems if problem.code == "template-field-refused"
    )
    assert params["field"] or WATCHER in params["paragraph"]


def test_a_refused_link_is_named_with_its_paragraph(tmp_path: Path) -> None:
    (problem,) = check(write(tmp_path, relate("hyperlink", "file:///C:/a.exe")))
    assert problem.values["paragraph"] == WATCHER
    assert problem.values["target"] == "file:///C:/a.exe"


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_template_says_what_it_should(name: str, tmp_path: Path) -> None:
    make, words = SOUND[name]
    path = write(tmp_path, make())
    assert [problem.code for problem in check(path)] == ADVICE.get(name, [])
    docx = render_document(
        load_template(path, schema=Small, refill=refill_chart), SMALL, properties=PROPERTIES
    )
    assert read_words(read_part(docx, "word/document.xml")) == words
    rels = read_part(docx, "_rels/.rels").xpath("//@Target")
    assert isinstance(rels, list)
    assert rels.count("docProps/core.xml") == 1
    assert b"popen" not in docx
    assert b"popen" not in etree.tostring(read_part(docx, "docProps/core.xml"))


def test_every_fault_of_a_template_is_listed_at_once(tmp_path: Path) -> None:
    content = relate(
        "image",
        "http://example.org/a.png",
        source=body("{{ nobody }}", "{{ title|safe }}", "{% for x in noone %}{% endfor %}"),
    )
    checked = check_template(write(tmp_path, content), schema=Small, refill=refill_chart)
    assert [(problem.code, problem.values.get("tag")) for problem in checked.problems] == [
        ("template-relationship-refused", None),
        ("template-unknown-placeholder", "nobody"),
        ("template-construct-refused", None),
        ("template-unknown-placeholder", "noone"),
    ]


def test_used_and_unused_placeholders_are_told_apart(tmp_path: Path) -> None:
    content = body("{{ title }}{% for row in rows %}{{ row.name }}{% endfor %}")
    checked = check_template(write(tmp_path, content), schema=Small, refill=refill_chart)
    assert checked.used == {"title", "rows[].name"}
    assert checked.unused == {"wide", "rows[].lines[]"}


@pytest.mark.parametrize("name", ["announcement", "report"])
def test_the_built_in_templates_pass_and_use_their_charts(name: str) -> None:
    checked = check_template(name, schema=Context, refill=refill_chart)
    assert checked.problems == ()
    assert {"charts.cpi.points[]", "charts.history.labels[]", "total"} <= checked.used
    assert not checked.used & checked.unused


@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_what_is_no_regular_file_is_refused_and_not_waited_for(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    if kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no named pipes on this system")
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(TemplateError) as caught:
        check(str(path))
    assert caught.value.code == "template-unreadable"


def test_a_template_too_large_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    with path.open("wb") as file:
        file.truncate(1 << 34)
    with pytest.raises(TemplateError) as caught:
        load_template(str(path), schema=Small, refill=refill_chart)
    assert caught.value.code == "template-too-large"


def test_every_code_of_a_template_has_a_hostile_template_or_a_test_of_its_own() -> None:
    elsewhere = {
        "template-missing",
        "template-too-large",
        "template-too-long",
        "template-chart-unbound",
        "template-chart-unsupported",
        "template-chart-unguarded",
        "template-font-unnamed",
        "template-placeholder-missing",
        "template-paper-not-a4",
        "template-contents-stale",
        "template-content-lost",
        "template-frame-lost",
        "template-field-stale",
        "template-frames-restored",
        "template-exists",
        "template-chart-native",
    }
    table = tomllib.loads(
        (files("ita_docs") / "problems.d" / "document.toml").read_text(encoding="utf-8")
    )
    codes = {code for code in table if code.startswith("template-")}
    edited = {code for _, code, *_ in REFUSED.values()}
    assert codes - elsewhere == {code for _, code, _ in FAULTS.values()} | edited


def test_the_corpus_is_large_deterministic_and_small() -> None:
    assert len(FAULTS) >= 40
    largest = 3 * len((TEMPLATES / "report.docx").read_bytes())
    for make, *_ in FAULTS.values():
        content = make()
        assert len(content) < largest
        assert make() == content


def test_overlapping_parts_are_refused_as_such(tmp_path: Path) -> None:
    (problem,) = check(write(tmp_path, FAULTS["overlapping parts"][0]()))
    assert problem.values["reason"] == "parts overlap"


# --- what only the finished document shows --------------------------------------------------------

HIDDEN = within(
    mark("begin")
    + run("<w:t>{% if title != 'ร้าย' %}</w:t>")
    + code("PAGE ")
    + run("<w:t>{% endif %}</w:t>")
    + code("DDEAUTO cmd")
    + mark("separate")
    + mark("end")
)


def test_a_field_that_only_one_office_would_get_does_not_reach_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, HIDDEN)
    with pytest.raises(TemplateError) as caught:
        load_template(path, schema=Small, refill=refill_chart)  # the trial finds it
    assert caught.value.code == FIELD
    # And if a trial had not: each finished document is looked through as well.
    monkeypatch.setattr(loading, "has_passed", lambda *_: True)
    template = load_template(path, schema=Small, refill=refill_chart)
    assert render_document(template, SMALL, properties=PROPERTIES)
    with pytest.raises(TemplateError) as caught:
        render_document(template, {**SMALL, "title": "ร้าย"}, properties=PROPERTIES)
    assert caught.value.code == FIELD
    assert "DDEAUTO cmd" in write_line(caught.value, "th")


def test_a_document_longer_than_any_announcement_is_given_up(tmp_path: Path) -> None:
    text = "ก" * 100_000
    content = body("{% for row in rows %}{{ row.name }}" + text + "{% endfor %}")
    template = load_template(write(tmp_path, content), schema=Small, refill=refill_chart)
    rows = [{"name": "ก", "lines": []}] * 1000
    with pytest.raises(TemplateError) as caught:
        render_document(template, {**SMALL, "rows": rows}, properties=PROPERTIES)
    assert caught.value.code == "template-too-long"


def test_more_line_ends_than_any_announcement_has_are_given_up(tmp_path: Path) -> None:
    content = body("{{ title }}")
    template = load_template(write(tmp_path, content), schema=Small, refill=refill_chart)
    with pytest.raises(TemplateError) as caught:
        render_document(template, {**SMALL, "title": "\n" * 200_000}, properties=PROPERTIES)
    assert caught.value.code == "template-too-long"


@pytest.mark.parametrize(
    "tag",
    [
        "{{ '<w:altChunk/>' }}",
        "{{ '<w:altChunk/>'|trim }}",
        "{{ '<w:altChunk/>' ~ '' }}",
        "{{ ['<w:altChunk/>', '']|join }}",
        "{{ '<w:altChunk/>' if wide else '' }}",
        "{{ nobody|default('<w:altChunk/>') if nobody is defined else '<w:altChunk/>' }}",
        "{% raw %}<w:altChunk/>{% endraw %}",
    ],
)
def test_markup_in_a_tag_is_printed_or_refused_and_never_markup(tag: str, tmp_path: Path) -> None:
    path = write(tmp_path, body(tag))
    if problems := check(path):
        assert {problem.code for problem in problems} == {"template-unknown-placeholder"}
        return
    docx = render_document(
        load_template(path, schema=Small, refill=refill_chart), SMALL, properties=PROPERTIES
    )
    document = read_part(docx, "word/document.xml")
    assert read_words(document) == ["<w:altChunk/>"]
    assert document.find(".//{*}altChunk") is None


def test_a_tag_in_office_data_is_text_wherever_it_is_printed(tmp_path: Path) -> None:
    hostile = "{{ title }} {% for x in y %} {# z #} {_{ a }_} <w:altChunk/> & ' \""
    content = body("{{ title }}", "{% for row in rows %}{{ row.name }}{% endfor %}")
    template = load_template(write(tmp_path, content), schema=Small, refill=refill_chart)
    context = {**SMALL, "title": hostile, "rows": [{"name": hostile, "lines": []}]}
    document = read_part(
        render_document(template, context, properties=PROPERTIES), "word/document.xml"
    )
    assert read_words(document) == [hostile, hostile]
