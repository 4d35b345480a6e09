"""Whose a document is and who signs it: the same in every kind."""

from __future__ import annotations

import datetime

from ita_docs import thai
from ita_docs.documents.context import OfficeContext, SignatureContext
from ita_docs.documents.paper import Paper
from ita_docs.model import Office, OfficeResult

DOTTED_NAME = "." * 50
DOTTED_POSITION = "." * 60
DOTTED_DATE = "........ เดือน .............................. พ.ศ. ............"


def describe_office(office: Office) -> OfficeContext:
    """The office's names, in Thai digits."""
    name = thai.set_thai_digits(office.name)
    return {
        "name": name,
        "short_name": thai.set_thai_digits(office.short_name),
        "lead": name if "\u0e01" <= name[-1:] <= "\u0e4e" else f"{name} ",
    }


def describe_signature(
    result: OfficeResult, dated: datetime.date | None, paper: Paper
) -> SignatureContext:
    """Who signs, and when; dotted lines for the pen where it was not entered."""
    return {
        "announced_on": thai.format_date(dated) if dated else DOTTED_DATE,
        "name": thai.set_thai_digits(result.signer) if result.signer else DOTTED_NAME,
        "position": [thai.set_thai_digits(line) for line in result.position] or [DOTTED_POSITION],
        "drawn": paper.signature,
        "alt_text": "ลายมือชื่อผู้ลงนาม",
    }
