"""Write docs/problems.md from the problem table: every code, what it means, what to do."""

from __future__ import annotations

from pathlib import Path

from ita_docs.problems import Lang, ProblemKind, load_problem_table
from ita_docs.wording import Blanks

PAGE = Path(__file__).parents[1] / "docs" / "problems.md"
HEAD = """# รหัสปัญหา · Problem codes

Made from `ita_docs/problems.d` by `make docs`; the same words as `ita-docs explain CODE`.
"""


def build_page() -> str:
    """The whole page in Markdown."""
    return HEAD + "".join(map(_describe, load_problem_table().values()))


def _describe(kind: ProblemKind) -> str:
    accept = f" · `--accept {kind.code}`" if kind.acceptable else ""
    return (
        f"\n## {kind.code}\n\n{kind.severity}{accept}\n\n{_say(kind, 'th')}\n\n{_say(kind, 'en')}\n"
    )


def _say(kind: ProblemKind, lang: Lang) -> str:
    words = (kind.text[lang], kind.cure[lang], kind.more[lang])
    return " ".join([f"**{kind.title[lang]}**", *(w.format_map(Blanks()) for w in words if w)])


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
