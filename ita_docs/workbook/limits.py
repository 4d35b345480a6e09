"""How much of a workbook is read at most: a stranger's, or a large one that is vouched for."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one workbook; sizes in bytes, ``seconds`` of waiting for the reading process.

    ``file`` as it lies on the disk, ``part`` and ``total`` unpacked; ``elements`` of one part;
    ``cells`` with content (or fields of rows) in all the sheets read; ``memory`` of the process.
    With ``in_order`` the rows of a sheet are passed on as they come, so that they must come in
    the order of their numbers, as every spreadsheet program writes them.
    """

    file: int
    part: int
    total: int
    elements: int
    cells: int
    seconds: float
    memory: int
    in_order: bool = False


STRANGERS = Limits(
    file=20 * MIB,
    part=48 * MIB,
    total=96 * MIB,
    elements=500_000,
    cells=100_000,
    seconds=20.0,
    memory=224 * MIB,
)
"""For what comes by mail: some 1,900 offices, refused within 5 s and 256 MiB whatever it holds.

A workbook of all 245 offices is a tenth of the file, has some 40,000 elements in its largest
part and 16,000 cells with ten measures each; the largest that passes takes some 3 s.
"""

LARGE = Limits(
    file=512 * MIB,
    part=2048 * MIB,
    total=4096 * MIB,
    elements=40_000_000,
    cells=8_000_000,
    seconds=60.0,
    memory=1024 * MIB,
    in_order=True,
)
"""For a workbook that the user vouches for (``--large``): 29,000 schools with ten measures each
have some 3.5 million cells. ``seconds`` are those between two batches of rows."""
