"""An output folder as version 0.1.0 left it (outputs-0.1.0)."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

KEPT = Path(__file__).parent / "outputs-0.1.0"


def restore_first_version(out: Path) -> Path:
    """Put it into a folder; returns the path of its one document."""
    (out / ".ita-docs").mkdir(parents=True)
    connection = sqlite3.connect(out / ".ita-docs" / "ledger.sqlite")
    connection.executescript((KEPT / "ledger.sql").read_text(encoding="utf-8"))
    connection.close()
    document = out / "2563" / "สพป.ภูเก็ต" / "มาตรการ-2563-สพป.ภูเก็ต.docx"
    document.parent.mkdir(parents=True)
    shutil.copy(KEPT / "document.docx", document)
    for name in ("index.html", "run-report.json", "run-report.xlsx"):
        shutil.copy(KEPT / name, out / name)
    return document
