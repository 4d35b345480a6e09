"""Write docs/options.md from the table of options: flag or key, commands, meaning, default."""

from __future__ import annotations

from pathlib import Path

from ita_docs.options import OPTIONS, Option

PAGE = Path(__file__).parents[1] / "docs" / "options.md"
HEAD = """# ตัวเลือกและการตั้งค่า · Options and settings

Made from `ita_docs/options.py` by `make docs`. An option is `--name` on the command line; where the
last columns say so it is also a key of `ita-docs.toml` ([nightly.md](nightly.md)). A settings file
that was only *found* among the inputs may set what is marked so and nothing else; name it with
`--config` and every key holds.

| ชื่อ · name | คำสั่ง · commands | ความหมาย · meaning | ถ้าไม่ตั้ง · default | file | found |
|---|---|---|---|---|---|
"""


def build_page() -> str:
    """The whole page in Markdown."""
    return HEAD + "".join(map(_describe, OPTIONS))


def _describe(option: Option) -> str:
    form = f" {option.reader.form}" if option.reader.form else ""
    cells = (
        f"`{option.name}`{form}".replace("|", "\\|"),
        ", ".join(option.commands) or "-",
        f"{option.help.th} ({option.help.en})",
        f"{option.default.th} ({option.default.en})" if option.default else "-",
        "✓" if option.in_file else "",
        "✓" if option.from_found else "",
    )
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
