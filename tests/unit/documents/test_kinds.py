"""What a kind of document names is there, and nothing is there that no kind names."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from ita_docs.documents import KINDS, DocumentKind, list_kinds
from ita_docs.framework import load_frameworks
from ita_docs.schema import SHEETS
from ita_docs.word import BUILT_IN_TEMPLATES


def test_every_shipped_template_is_of_one_kind() -> None:
    named = [name for kind in KINDS for name in kind.templates]
    assert sorted(named) == sorted(BUILT_IN_TEMPLATES)
    assert len(named) == len(set(named))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_made_from_sheets_that_there_are_and_needs_what_it_says(
    kind: DocumentKind,
) -> None:
    assert set(kind.sheets) <= set(SHEETS)
    fields = set(get_type_hints(kind.schema))
    for others in kind.needed.values():
        assert {other.partition(".")[0] for other in others} <= fields
    assert list_kinds(kind.templates[0]) == (kind,)


def test_names_are_unique_and_the_frameworks_know_the_kinds() -> None:
    titles = {kind.heading + kind.title for kind in KINDS}
    assert len(titles) == len(KINDS)
    for attribute in ("name", "stem"):
        assert len({getattr(kind, attribute) for kind in KINDS}) == len(KINDS)
    for framework in load_frameworks().values():
        # The follow-up counts a year later; its kind is to come.
        assert set(framework.documents) <= {kind.name for kind in KINDS} | {"followup"}
