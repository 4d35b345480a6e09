"""The run report says of an office whether its documents are drafts, as the documents do."""

from __future__ import annotations

from pathlib import Path

import pytest

from ita_docs.batch.inputs import Source
from ita_docs.batch.outcome import build_row
from ita_docs.framework import load_frameworks
from ita_docs.model import OfficeStatus
from ita_docs.pipeline import Options, assess_office, prepare_office
from tests.pages.offices import Case, make_result

WITHOUT_DRAFTS, WITH_DRAFTS = 4, 5
"""The measures of indicators 10, 2, 8 and 7 are the source announcement's, the fifth's a draft."""


@pytest.mark.parametrize("weak", [WITHOUT_DRAFTS, WITH_DRAFTS])
@pytest.mark.parametrize("final", [False, True])
def test_a_row_is_a_draft_where_its_document_is(weak: int, final: bool) -> None:
    result, frameworks = make_result(Case("announcement", weak)), load_frameworks()
    options = Options(final=final)
    outcome = assess_office(result, frameworks, options)
    source = Source("workbook.xlsx", result, Path("office"))
    row = build_row(source, OfficeStatus.PRODUCED, outcome, frameworks)
    context = prepare_office(result, frameworks, options).context
    assert row.draft is context["draft"] is (weak == WITH_DRAFTS and not final)


def test_an_office_that_was_refused_is_no_draft() -> None:
    result = make_result(Case("announcement", WITH_DRAFTS))
    source = Source("workbook.xlsx", result, Path("office"))
    assert not build_row(source, OfficeStatus.REFUSED).draft
