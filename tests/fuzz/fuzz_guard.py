"""Fuzz target: any bytes given as a workbook end in a workbook or in an InputError.

Run by hand and for a bounded time; atheris is no dependency of the project:

    pip install atheris
    python -m tests.corpus.make_corpus corpus
    python -m tests.fuzz.fuzz_guard -max_total_time=300 -max_len=65536 corpus

The bytes are taken as they are and, where they hold a zip container, once more with one part's
content replaced: a changed byte alone seldom gets past the checksums.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
import tempfile
from pathlib import Path

from ita_docs.framework import load_frameworks
from ita_docs.problems import InputError
from ita_docs.validation import validate_workbook
from ita_docs.wording import write_line
from ita_docs.workbook import read_workbook
from tests.corpus.make_corpus import make_parts, measures, offices, pack, scores

FRAMEWORKS = load_frameworks()
PARTS = make_parts(offices(), scores(), measures())
NAMES = sorted(PARTS)


def read_bytes(data: bytes, path: Path) -> None:
    """Read and validate; anything but an InputError is a finding."""
    path.write_bytes(data)
    with contextlib.suppress(InputError):
        for problem in validate_workbook(read_workbook(path), FRAMEWORKS).problems:
            line = write_line(problem, "th")
            assert "\n" not in line
            assert len(line) < 20_000


def try_input(data: bytes, path: Path) -> None:
    """The bytes as a file, and as the content of the part that their first byte chooses."""
    read_bytes(data, path)
    if data:
        read_bytes(pack(PARTS | {NAMES[data[0] % len(NAMES)]: data[1:]}), path)


def main() -> None:
    """Start the fuzzer with the command line's arguments."""
    atheris = importlib.import_module("atheris")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzz.xlsx"
        atheris.instrument_all()
        atheris.Setup(sys.argv, lambda data: try_input(data, path))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
