"""Somebody renames the output folder while a run writes into it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.make_workbook import make_workbook
from ita_docs.batch.request import Request
from ita_docs.batch.run import run_batch
from ita_docs.cli.progress import Silent
from ita_docs.problems import ExitCode, ItaDocsError


class Mover(Silent):
    """Moves the outputs at one moment of the run, and may put another folder in their place."""

    def __init__(self, outputs: Path, moment: tuple[str, str], *, replaced: bool) -> None:
        self._outputs, self._moment, self._replaced = outputs, moment, replaced

    def _look(self, *now: str) -> None:
        if now == self._moment and self._outputs.exists():
            self._outputs.rename(self._outputs.with_name("elsewhere"))
            if self._replaced:
                self._outputs.mkdir()
            self._moment = ("", "")

    def begin(self, stage: str, _total: int) -> None:
        self._look("begin", stage)

    def advance(self, stage: str) -> None:
        self._look("advance", stage)

    def end(self, stage: str) -> None:
        self._look("end", stage)


@pytest.mark.parametrize(
    ("moment", "replaced"),
    [
        (("end", "read"), False),
        (("begin", "make"), False),
        (("advance", "make"), False),
        (("begin", "report"), False),
        (("advance", "make"), True),
    ],
    ids=["read", "before making", "making", "reporting", "replaced while making"],
)
def test_it_is_told_with_a_code_of_its_own_and_what_was_made_stays(
    moment: tuple[str, str], replaced: bool, tmp_path: Path
) -> None:
    book, out = tmp_path / "offices.xlsx", tmp_path / "out"
    make_workbook(3, seed=1).save(book)
    request = Request((book,), out, engine="none", workers=1)
    with pytest.raises(ItaDocsError) as caught:
        run_batch(request, Mover(out, moment, replaced=replaced))
    assert (caught.value.code, caught.value.exit_code) == ("output-moved", ExitCode.OUTPUT)
    moved = tmp_path / "elsewhere"
    made = [path.read_bytes() for path in moved.rglob("*.docx")]
    shutil.rmtree(out, ignore_errors=True)
    moved.rename(out)
    assert run_batch(request, Silent()).exit_code == ExitCode.DONE
    again = [path.read_bytes() for path in out.rglob("*.docx") if ".ita-docs" not in path.parts]
    assert len(again) == 3
    assert set(made) <= set(again)
