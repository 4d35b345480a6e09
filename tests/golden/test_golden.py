from __future__ import annotations

import pytest

from ita_docs.word import BUILT_IN_TEMPLATES
from tests.golden.cases import CASES, FOLDER, render_case, take_apart


@pytest.mark.parametrize("case", CASES)
def test_the_document_is_the_golden_one(case: str) -> None:
    expected = {
        path.name: path.read_text(encoding="utf-8")
        for path in (FOLDER / case / "expected").iterdir()
    }
    made = take_apart(render_case(case))
    assert sorted(made) == sorted(expected)
    for name, text in expected.items():
        assert made[name] == text, f"{case}: {name} (python -m tools.make_goldens writes it anew)"


def test_the_cases_cover_every_template_and_kind_of_office() -> None:
    assert {case.partition("-")[0] for case in CASES} == set(BUILT_IN_TEMPLATES)
    assert len(CASES) >= 8
