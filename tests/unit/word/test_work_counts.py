"""Work is counted here and not timed: what depends on the template alone is done once."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

from benchmarks.make_workbook import make_workbook
from ita_docs import pipeline
from ita_docs.batch.making import Kit, KitTemplate, Order, make_chunk
from ita_docs.documents import list_kinds
from ita_docs.framework import load_frameworks
from ita_docs.model import OfficeResult
from ita_docs.ooxml.package import Member, pack, read_package, write_package
from ita_docs.pipeline import (
    Options,
    Prepared,
    draft_document,
    inspect_template,
    open_template,
    prepare_office,
    read_results,
)
from ita_docs.word import Template, loading
from ita_docs.word.loading import read_built_in
from tests.corpus.make_templates_corpus import BODY, edit, field

OPTIONS = Options()
LOST = f"<w:p>{field(' PAGEREF nowhere ')}</w:p>"
"""A reference to a bookmark that is not there."""
OFFICES = 4


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[OfficeResult]:
    path = tmp_path_factory.mktemp("work-counts") / "offices.xlsx"
    make_workbook(OFFICES, seed=1).save(path)
    return list(read_results(path, load_frameworks()))


@pytest.fixture(scope="module")
def prepared(results: list[OfficeResult]) -> list[Prepared]:
    return [prepare_office(result, load_frameworks(), OPTIONS) for result in results]


@pytest.fixture(autouse=True)
def _nothing_loaded_before() -> None:
    """A built-in template is loaded once in a process, by whichever test comes first."""
    pipeline._open_built_in.cache_clear()


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any, str], list[Any]]]:
    """Watch a function: the first plain argument of each call, in order."""

    def watch(owner: Any, name: str) -> list[Any]:
        calls: list[Any] = []
        real = getattr(owner, name)
        is_class = isinstance(owner, type)

        def watched(*arguments: Any, **options: Any) -> Any:
            plain = arguments[1:] if is_class else arguments
            calls.append(plain[0] if plain else None)
            return real(*arguments, **options)

        monkeypatch.setattr(owner, name, watched)
        return calls

    return watch


def repack(docx: bytes, level: int) -> bytes:
    return write_package(
        pack(name, member.content(), level=level) for name, member in read_package(docx).items()
    )


def load_at_level(level: int) -> Template:
    return open_template("form.docx", repack(open_template("announcement").content, level))


def make_orders(results: list[OfficeResult]) -> list[Order]:
    return [Order(f"2569/{n}", result, ("measures",)) for n, result in enumerate(results)]


def test_loading_compiles_and_rendering_offices_does_not(
    prepared: list[Prepared], count: Callable[[Any, str], list[Any]]
) -> None:
    compiled, patched = count(Environment, "compile"), count(DocxTemplate, "patch_xml")
    template = open_template("announcement")
    assert compiled, "the counter sees what loading compiles"
    assert patched, "the counter sees what loading patches"
    compiled.clear()
    patched.clear()
    for office in prepared:
        draft_document(office, template, OPTIONS)
    assert compiled == []
    assert patched == []


def test_no_package_is_unzipped_per_office(
    prepared: list[Prepared], count: Callable[[Any, str], list[Any]]
) -> None:
    opened = count(zipfile.ZipFile, "__init__")
    template = open_template("announcement")
    assert opened, "the counter sees the template opened"
    draft_document(prepared[0], template, OPTIONS)
    opened.clear()
    for office in prepared:
        draft_document(office, template, OPTIONS)
    assert opened == []


def test_an_office_parses_its_own_text_and_never_the_template(
    prepared: list[Prepared], count: Callable[[Any, str], list[Any]]
) -> None:
    template = open_template("announcement")
    for office in prepared:
        draft_document(office, template, OPTIONS)
    parsed = count(etree, "fromstring")
    drafts = [draft_document(office, template, OPTIONS) for office in prepared]
    assert len(parsed) <= len(prepared) * len(template.parts)
    originals = {member.content() for member in read_package(template.content).values()}
    assert not originals & {bytes(xml) for xml in parsed if isinstance(xml, bytes)}
    assert all(zipfile.is_zipfile(io.BytesIO(draft)) for draft in drafts)


def test_unchanged_members_keep_the_very_bytes_that_the_template_was_packed_with(
    prepared: list[Prepared],
) -> None:
    # Packed at another level than our own: compressing anew would show.
    template = load_at_level(9)
    source = read_package(template.content)
    for office in prepared:
        made = read_package(draft_document(office, template, OPTIONS))
        unchanged = [
            name
            for name, member in made.items()
            if name in source and member.content() == source[name].content()
        ]
        assert "word/theme/theme1.xml" in unchanged
        assert [name for name in unchanged if made[name].data != source[name].data] == []
        assert any(is_packed_otherwise(made[name]) for name in unchanged)


def is_packed_otherwise(member: Member) -> bool:
    """Whether packing the member our own way gives other bytes."""
    return pack(member.name, member.content()).data != member.data


def test_the_text_of_an_office_is_all_that_is_compressed_for_it(
    prepared: list[Prepared], count: Callable[[Any, str], list[Any]]
) -> None:
    template = open_template("announcement")
    source = read_package(template.content)
    for office in prepared:
        draft_document(office, template, OPTIONS)
    compressed = count(zlib, "compressobj")
    for office in prepared:
        compressed.clear()
        made = read_package(draft_document(office, template, OPTIONS))
        changed = [
            name
            for name, member in made.items()
            if name not in source or member.content() != source[name].content()
        ]
        # Charts, their workbooks and the properties change too: they are forms that are filled;
        # headers say what they said of an office before.
        assert len(compressed) == 1 < len(template.parts) < len(changed)
        assert {"docProps/core.xml", "word/embeddings/chart2.xlsx"} <= set(changed)


def test_a_worker_loads_its_template_once_for_all_its_chunks(
    results: list[OfficeResult], count: Callable[[Any, str], list[Any]]
) -> None:
    content = open_template("announcement").content
    compiled = count(Environment, "compile")
    kit = Kit((KitTemplate("measures", "once.docx", content),), "none", OPTIONS)
    orders = make_orders(results)
    first = make_chunk(kit, orders[:2])
    loading = len(compiled)
    assert loading > 0
    second = make_chunk(kit, orders[2:])
    assert len(compiled) == loading
    assert Counter(made.error for made in (*first, *second)) == {None: OFFICES}


@pytest.mark.parametrize("name", ["announcement", "followup", "memo"])
def test_a_persons_template_is_tried_once_by_its_check_and_the_run_behind_it(
    name: str, count: Callable[[Any, str], list[Any]], tmp_path: Path
) -> None:
    own = tmp_path / "แม่แบบของเรา.docx"
    own.write_bytes(repack(read_built_in(name), level=1))
    tried = count(loading, "_try_out")
    found = inspect_template(str(own))
    assert (found.problems, len(tried)) == ((), 1)
    (kind,) = list_kinds(name)
    assert open_template(str(own), kind=kind).problems == []
    assert len(tried) == 1


def test_a_faulty_template_is_tried_once_by_its_check(
    count: Callable[[Any, str], list[Any]], tmp_path: Path
) -> None:
    own = tmp_path / "แม่แบบของเรา.docx"
    own.write_bytes(edit(BODY, "<w:body>", f"<w:body>{LOST}", read_built_in("report")))
    tried = count(loading, "_try_out")
    found = inspect_template(str(own))
    assert [problem.code for problem in found.problems] == ["template-reference-lost"]
    assert len(tried) == 1
