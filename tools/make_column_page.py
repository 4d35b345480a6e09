"""Write docs/columns.md from the schema: every sheet, its columns, the spellings accepted."""

from __future__ import annotations

from pathlib import Path

from ita_docs.schema import SHEETS, Column, Sheet

PAGE = Path(__file__).parents[1] / "docs" / "columns.md"
HEAD = """# แผ่นงานและคอลัมน์ · Sheets and columns

Made from `ita_docs/schema.py` by `make docs`. Spaces, capitals, Thai or Arabic digits, and brackets
behind a header such as (คะแนนเต็ม 100) make no difference; columns may stand in any order.
"""


def build_page() -> str:
    """The whole page in Markdown."""
    return HEAD + "".join(map(_describe, SHEETS.values()))


def _describe(sheet: Sheet) -> str:
    names = " · ".join(sheet.aliases)
    needed = "ต้องมี · required" if sheet.required else "ไม่มีก็ได้ · optional"
    head = (
        f"\n## {sheet.name} ({sheet.english})\n\n{needed} · ชื่ออื่น · other names: {names}\n\n"
        "| คอลัมน์ · column | ความหมาย · meaning | เขียนแบบอื่น · other spellings "
        "| ต้องกรอก · required | อักขระ · letters |\n|---|---|---|---|---|\n"
    )
    return head + "".join(map(_describe_column, sheet.columns.values()))


def _describe_column(column: Column) -> str:
    cells = (
        column.header,
        column.words.en,
        " · ".join(column.aliases),
        "✓" if column.required else "",
        f"{column.limit:,}" if column.limit else "",
    )
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
