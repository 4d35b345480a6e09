"""One .docx after the other: this project, docxtpl, python-docx, and three engines of npm."""

from __future__ import annotations

import copy
import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict

from docx import Document
from docxtpl import DocxTemplate

from benchmarks import material
from benchmarks.measuring import Samples, Table, Taken, alternate, measure
from ita_docs.pipeline import draft_document
from ita_docs.word import load_template, refill_chart, render_document

NODE = Path(__file__).with_name("node")
NODE_ENGINES = {
    "docxtemplater": "mustache",
    "easy-template-x": "mustache",
    "carbone": "carbone",
}
_WARM = 30


class _Line(TypedDict):
    text: str


class _Row(TypedDict):
    c0: str
    c1: str
    c2: str
    c3: str
    c4: str


class _NoCharts(TypedDict):
    pass


def measure_announcement(folder: Path, count: int, rounds: int) -> Table:
    """The built-in template with both charts: this project, and docxtpl used naively."""
    prepared, template = material.prepare(folder, 245)
    offices = [prepared[number % len(prepared)] for number in range(count)]

    def here() -> None:
        for office in offices:
            draft_document(office, template, material.OPTIONS)

    def docxtpl() -> None:
        for office in offices[: max(1, count // 5)]:
            _render_docxtpl(template.content, office.context)

    measure(here)
    samples = alternate(
        {"ita_docs": lambda: measure(here), "docxtpl": lambda: _times(measure(docxtpl), 5)},
        count,
        rounds,
    )
    return Table(
        "announcement",
        "A .docx of the built-in announcement with two charts (one core)",
        ("engine", "ms wall", "ms cpu", "times ita_docs"),
        _rows(samples),
        (
            "ita_docs refills both charts and their embedded workbooks; docxtpl leaves them with "
            "the designer's numbers.",
        ),
    )


def measure_form(folder: Path, count: int, rounds: int) -> Table:
    """The same form without charts in every engine's own syntax."""
    prepared, template = material.prepare(folder, 245)
    shape = material.make_shape(prepared[0], template)
    records = [material.fill_form(shape, number) for number in range(count)]
    jinja = material.write_form(shape, "jinja")
    contenders: dict[str, Callable[[], Taken]] = {}
    makers: dict[str, Callable[[dict[str, Any]], bytes]] = {
        "ita_docs": _make_here(shape),
        "docxtpl": lambda record: _render_docxtpl(jinja, record),
        "python-docx": lambda record: _render_python_docx(shape, record),
    }
    for name, make in makers.items():
        _insist(name, make(records[0]), records[0])
        contenders[name] = _contender(make, records, 1 if name == "ita_docs" else 5)
    notes = []
    with tempfile.TemporaryDirectory(prefix="ita-docs-bench-") as place:
        if missing := _find_missing_node():
            notes.append(f"npm engines skipped: {missing}")
        else:
            for engine, syntax in NODE_ENGINES.items():
                runner = _NodeEngine(engine, syntax, shape, records, Path(place))
                contenders[engine] = runner.run
        samples = alternate(contenders, count, rounds)
    notes.append(
        "One form: texts, a list of ten lines, a table of four rows; every engine's document is "
        f"searched for every text. npm engines make {_WARM} documents before they are timed."
    )
    return Table(
        "form",
        "A .docx of the same form without charts (one core)",
        ("engine", "ms wall", "ms cpu", "times ita_docs"),
        _rows(samples),
        tuple(notes),
    )


def list_node_versions() -> dict[str, str]:
    """The installed versions of the npm engines."""
    found = {}
    for engine in NODE_ENGINES:
        path = NODE / "node_modules" / engine / "package.json"
        if path.is_file():
            found[engine] = str(json.loads(path.read_text(encoding="utf-8"))["version"])
    return found


class _NodeEngine:
    """One engine of npm: a process per round, timed inside so that its start does not count."""

    def __init__(
        self,
        engine: str,
        syntax: str,
        shape: material.Shape,
        records: list[dict[str, Any]],
        folder: Path,
    ) -> None:
        self._engine = engine
        self._records = records
        self._template = folder / f"{engine}.docx"
        self._template.write_bytes(material.write_form(shape, syntax))
        self._data = folder / "records.json"
        self._data.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
        self._sample = folder / f"{engine}-sample.docx"

    def run(self) -> Taken:
        count = len(self._records)
        command = ["node", "render.mjs", self._engine, str(self._template), str(self._data)]
        command += [str(_WARM), str(count), str(self._sample)]
        done = subprocess.run(command, cwd=NODE, capture_output=True, check=False, text=True)
        if done.returncode:
            raise SystemExit(f"{self._engine}: {done.stderr[-800:]}")
        said = json.loads(done.stdout)
        last = self._records[(_WARM + count - 1) % count]
        _insist(self._engine, self._sample.read_bytes(), last)
        return Taken(said["seconds"], said["cpu"])


def _make_here(shape: material.Shape) -> Callable[[dict[str, Any]], bytes]:
    names = {f"t{number}": str for number in range(len(shape.texts))}
    texts = TypedDict("texts", names)  # type: ignore[misc]
    fields = {"texts": texts, "lines": list[_Line], "rows": list[_Row], "charts": _NoCharts}
    schema = TypedDict("schema", fields)  # type: ignore[misc]
    template = load_template(
        "form", schema=schema, refill=refill_chart, content=material.write_form(shape, "jinja")
    )
    properties = material.PROPERTIES

    def make(record: dict[str, Any]) -> bytes:
        return render_document(template, {**record, "charts": {}}, properties=properties)

    return make


def _render_docxtpl(template: bytes, context: Any) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render(dict(context), autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _render_python_docx(shape: material.Shape, record: dict[str, Any]) -> bytes:
    """The way without a template engine: open the form, set texts, copy lines and rows."""
    document = Document(io.BytesIO(material.pack_parts(shape.parts)))
    for paragraph in list(document.paragraphs):
        text = paragraph.text
        if text.startswith("TEXT"):
            paragraph.runs[0].text = record["texts"][f"t{text[4:-1]}"]
        elif text == "LINE":
            place = paragraph._p
            for line in record["lines"]:
                paragraph.runs[0].text = line["text"]
                place.addprevious(copy.deepcopy(paragraph._p))
            place.getparent().remove(place)  # type: ignore[union-attr]
    table = document.tables[0]
    pattern = table.rows[1]
    for row in record["rows"]:
        for column, cell in enumerate(pattern.cells):
            cell.paragraphs[0].runs[0].text = row[f"c{column}"]
        pattern._tr.addprevious(copy.deepcopy(pattern._tr))
    table._tbl.remove(pattern._tr)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _contender(
    make: Callable[[dict[str, Any]], bytes], records: list[dict[str, Any]], part: int
) -> Callable[[], Taken]:
    """All records, or every ``part``-th where an engine is slow, then reckoned for all."""
    chosen = records[::part]

    def work() -> None:
        for record in chosen:
            make(record)

    return lambda: _times(measure(work), len(records) / len(chosen))


def _times(taken: Taken, factor: float) -> Taken:
    return Taken(taken.wall * factor, taken.cpu * factor)


def _insist(engine: str, docx: bytes, record: dict[str, Any]) -> None:
    document = material.read_document(docx)
    missing = [text for text in material.list_texts(record) if text not in document]
    if missing:
        raise SystemExit(f"{engine} left out {len(missing)} texts, such as {missing[0]!r}")


def _find_missing_node() -> str:
    if shutil.which("node") is None:
        return "node is not installed"
    if not (NODE / "node_modules").is_dir():
        return "run npm ci in benchmarks/node"
    return ""


def _rows(samples: dict[str, Samples]) -> tuple[tuple[str | float, ...], ...]:
    own = samples["ita_docs"].wall
    return tuple(
        (name, round(s.wall * 1000, 2), round(s.cpu * 1000, 2), round(s.wall / own, 2))
        for name, s in samples.items()
    )
