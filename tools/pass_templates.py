"""Try the shipped templates out and write down that they passed: ita_docs/word/passed.txt.

    .venv/bin/python -m tools.pass_templates

After every change to a template in templates/ or to the fields of a document. A program that
finds its template in that file does without the trial.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ita_docs.documents import list_kinds
from ita_docs.word import BUILT_IN_TEMPLATES, check_template, refill_chart
from ita_docs.word.placeholders import read_schema
from ita_docs.word.verdicts import hash_shipped
from ita_docs.wording import write_line

ROOT = Path(__file__).parents[1]
PASSED = ROOT / "ita_docs" / "word" / "passed.txt"


def list_passed() -> list[str]:
    """A line per shipped template; ends the program where one does not pass."""
    lines = []
    for name in BUILT_IN_TEMPLATES:
        (kind,) = list_kinds(name)
        found = check_template(name, schema=kind.schema, refill=refill_chart, needed=kind.needed)
        if found.problems:
            sys.exit("\n".join(write_line(problem, "en") for problem in found.problems))
        content = (ROOT / "templates" / f"{name}.docx").read_bytes()
        lines.append(hash_shipped(content, read_schema(kind.schema)))
    return lines


if __name__ == "__main__":
    PASSED.write_text("\n".join(list_passed()) + "\n", encoding="ascii")
