"""The command line as a person or cron runs it: a subprocess, its exit code and its words."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
INPUTS = ROOT / "inputs"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(
    *arguments: object,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 300,
) -> Ended:
    """Run ``ita-docs`` with the arguments; ``environment`` replaces the whole environment."""
    ended = subprocess.run(
        [sys.executable, "-m", "ita_docs", *map(str, arguments)],
        cwd=cwd,
        env=environment if environment is not None else {**os.environ, "LANG": "C.UTF-8"},
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    out, err = ended.stdout.decode(), ended.stderr.decode()
    assert "Traceback" not in out + err, out + err
    return Ended(ended.returncode, out, err)


def squeeze(text: str) -> str:
    """Text without white space: a PDF's lines break anywhere."""
    return re.sub(r"\s+", "", text)


def read_docx_text(path: Path) -> str:
    """All text of a .docx in its own order: paragraphs, table cells, one line each."""
    import docx

    document = docx.Document(str(path))
    paragraphs = document.element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
    )
    return "\n".join("".join(text for text in paragraph.itertext()) for paragraph in paragraphs)


def read_pdf_text(path: Path) -> str:
    """All text of a PDF, by poppler."""
    ended = subprocess.run(
        ["pdftotext", str(path), "-"], capture_output=True, check=True, timeout=60
    )
    return ended.stdout.decode()


@pytest.fixture(scope="session")
def phuket(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The sample built once by the engine that is here: paths by template and ending."""
    found = {}
    for template in ("announcement", "report"):
        out = tmp_path_factory.mktemp(template)
        ended = run("build", INPUTS / "phuket-2562.xlsx", "-o", out, "--template", template)
        assert ended.code == 0, ended.err
        for path in out.rglob("มาตรการ-*"):
            found[template + path.suffix] = path
    return found
