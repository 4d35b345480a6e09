import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from ita_docs.model import OfficeStatus, RunReport
from ita_docs.problems import ExitCode, ProblemKind
from ita_docs.report import build_json
from tests.fakes.run_report import KINDS, SCRIPT, make_office, make_report

SCHEMA: dict[str, Any] = json.loads(
    (files("ita_docs.report") / "run-report.schema.json").read_text(encoding="utf-8")
)
DOCS = Path(__file__).parents[3] / "docs" / "run-report.md"
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}


@pytest.fixture(autouse=True)
def problem_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> dict[str, ProblemKind]:
        return dict(KINDS)

    monkeypatch.setattr("ita_docs.problems.load_problem_table", load)


def find_faults(value: Any, schema: dict[str, Any], path: str = "$") -> Iterator[str]:
    """Where the value departs from the schema; a keyword that is not known here is a fault too."""
    known = {"$schema", "$defs", "title", "description"}
    for keyword, rule in schema.items():
        if keyword == "$ref":
            yield from find_faults(value, SCHEMA["$defs"][rule.removeprefix("#/$defs/")], path)
        elif keyword == "anyOf":
            if all(list(find_faults(value, choice, path)) for choice in rule):
                yield f"{path}: none of {rule}"
        elif keyword == "type":
            names = [rule] if isinstance(rule, str) else rule
            if not isinstance(value, tuple(t for name in names for t in TYPES[name])):
                yield f"{path}: {value!r} is not {rule}"
        elif keyword in ("const", "enum"):
            if value not in (rule if keyword == "enum" else [rule]):
                yield f"{path}: {value!r} is not {rule}"
        elif keyword == "minimum":
            if isinstance(value, int) and value < rule:
                yield f"{path}: {value} is less than {rule}"
        elif keyword == "pattern":
            if isinstance(value, str) and not re.search(rule, value):
                yield f"{path}: {value!r} does not match {rule}"
        elif keyword == "required":
            if isinstance(value, dict):
                yield from (f"{path}: no {key}" for key in rule if key not in value)
        elif keyword == "items":
            if isinstance(value, list):
                for place, item in enumerate(value):
                    yield from find_faults(item, rule, f"{path}[{place}]")
        elif keyword == "additionalProperties":
            assert rule is False
            if isinstance(value, dict):
                yield from _find_faults_of_keys(value, schema, path)
        elif keyword not in known | {"properties", "patternProperties"}:
            yield f"schema: {keyword}"


def _find_faults_of_keys(value: dict[str, Any], schema: dict[str, Any], path: str) -> Iterator[str]:
    for key, item in value.items():
        rules = [rule for name, rule in schema.get("properties", {}).items() if name == key]
        patterns = schema.get("patternProperties", {})
        rules += [rule for pattern, rule in patterns.items() if re.search(pattern, key)]
        if not rules:
            yield f"{path}: {key} is not in the schema"
        for rule in rules:
            yield from find_faults(item, rule, f"{path}.{key}")


def build(report: RunReport) -> Any:
    return json.loads(build_json(report, "th"))


@pytest.mark.parametrize("count", [0, 1, 60])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_report_follows_its_schema(count: int, lang: Any) -> None:
    content = json.loads(build_json(make_report(count) if count else empty(), lang))
    assert list(find_faults(content, SCHEMA)) == []
    assert content["lang"] == lang
    assert len(content["offices"]) == count


def empty() -> RunReport:
    return replace(make_report(1), offices=(), problems=(), workbooks=(), engine=None)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("totals", "offices"), "60"),
        (("offices", 0, "total"), 82.22),
        (("offices", 0, "status"), "made"),
        (("offices", 0, "files", 0, "sha256"), "abc"),
        (("started",), "2020-01-15 02:30"),
        (("problems", 0, "extra"), 1),
    ],
)
def test_the_schema_refuses_what_is_not_a_report(path: tuple[Any, ...], value: object) -> None:
    content = build(make_report(60))
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert list(find_faults(content, SCHEMA)) != []


def test_every_status_and_exit_code_is_in_the_schema() -> None:
    statuses = [status.value for status in OfficeStatus]
    assert SCHEMA["$defs"]["office"]["properties"]["status"]["enum"] == statuses
    assert SCHEMA["properties"]["totals"]["properties"]["statuses"]["required"] == statuses
    names = [code.name.lower() for code in ExitCode]
    assert sorted(SCHEMA["properties"]["outcome"]["enum"]) == sorted(names)


def test_the_documentation_names_every_key() -> None:
    text = DOCS.read_text(encoding="utf-8")
    keys: set[str] = set()

    def collect(schema: Any) -> None:
        if isinstance(schema, dict):
            keys.update(schema.get("properties", {}))
            for part in schema.values():
                collect(part)

    collect(SCHEMA)
    assert {key for key in keys if f"`{key}`" not in text} == set()


def test_points_are_texts_and_keep_their_two_decimals() -> None:
    office = make_office(1, scores=dict.fromkeys(range(1, 10), "85") | {10: "62.95"})
    content = build(replace(make_report(1), offices=(office,), problems=()))["offices"][0]
    assert content["scores"]["1"] == "85.00"
    assert content["weighted_scores"] == {"IIT": "25.50", "EIT": "25.50", "OIT": "29.59"}
    assert Decimal(content["total"]) == Decimal("80.59")
    assert content["weak"] == [10]


def test_the_counts_agree_with_the_rows() -> None:
    content = build(make_report(60))
    rows = content["offices"]
    for status, count in content["totals"]["statuses"].items():
        assert count == sum(row["status"] == status for row in rows)
    assert content["totals"]["weak"]["10"] == sum(10 in row["weak"] for row in rows)
    drafts = [row["short_name"] for row in rows if row["draft"] and row["files"]]
    assert content["totals"]["drafts"] == len(drafts) > 0
    assert content["totals"]["files"] == sum(len(row["files"]) for row in rows)
    assert sum(content["totals"]["problems"].values()) == len(content["problems"])


def test_removed_documents_are_not_listed() -> None:
    rows = build(make_report(60))["offices"]
    assert [row["files"] for row in rows if row["status"] == "pruned"] == [[]]
    assert all(len(row["files"]) == 2 for row in rows if row["status"] == "departed")


def test_a_problem_carries_its_address_and_both_sentences() -> None:
    problem = build(make_report(60))["problems"][0]
    assert problem["at"]["text"] == "คะแนน ทั้งหมด.xlsx: 'คะแนน'!A18"
    assert problem["at"]["cell"] == "A18"
    assert problem["text"] == f"ไม่มีคะแนนของตัวชี้วัดที่ 3 ({SCRIPT})"
    assert problem["cure"].startswith("กรอกคะแนน")
    assert problem["values"] == {"indicator": "3", "typed": SCRIPT}


def test_moments_carry_the_zone_of_bangkok() -> None:
    content = build(make_report(1))
    assert content["started"] == "2020-01-15T02:30:04+07:00"
    assert content["seconds"] == 249.25


def test_offices_stand_one_to_a_line_and_the_same_report_gives_the_same_bytes() -> None:
    data = build_json(make_report(60), "th")
    assert data == build_json(make_report(60), "th")
    lines = data.decode("utf-8").splitlines()
    assert sum(line.startswith('{"office": ') for line in lines) == 60


def test_a_file_name_that_is_no_text_does_not_stop_the_report() -> None:
    report = replace(make_report(1), passed_over=("a\udcff.txt", "\x00\x1b"))
    assert build(report)["passed_over"] == ["a\ufffd.txt", "\x00\x1b"]
