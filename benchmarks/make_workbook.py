"""Make a workbook of N invented results, for benchmarks and for tests of large runs.

    python benchmarks/make_workbook.py -n 245 --seed 1 -o offices.xlsx

The names are those of the 245 area offices, and beyond them numbered schools; every figure is
invented from the seed. The same arguments give the same cells.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from ita_docs.assessment import work_out
from ita_docs.framework import Framework, load_frameworks
from ita_docs.model import FiscalYear, Published
from ita_docs.offices import load_offices

YEAR = FiscalYear(2568)
OFFICE_HEAD = "ชื่อหน่วยงาน ชื่อย่อ ปีงบประมาณที่ประเมิน ปีงบประมาณของแผน ประกาศณวันที่ ผู้ลงนาม ตำแหน่ง"
SCORE_HEAD = ("ชื่อหน่วยงาน", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11)))
PUBLISHED_HEAD = ("IIT", "EIT", "OIT", "คะแนนรวม", "ระดับ")


def list_names(count: int, first: int = 0) -> Iterator[tuple[str, str]]:
    """Full and short names: the 245 area offices, then numbered schools; from the first on."""
    for office in load_offices()[first : first + count]:
        yield office.name, office.short_name
    for number in range(max(246, first + 1), first + count + 1):
        yield f"โรงเรียนตัวอย่างที่ {number}", f"รร.ตัวอย่าง {number}"


def invent_scores(chance: random.Random) -> dict[int, Decimal]:
    """Ten scores with two places; about one in four lies below 85."""
    return {
        number: min(Decimal(100), Decimal(round(chance.gauss(91, 8) * 100)) / 100)
        for number in range(1, 11)
    }


def publish(framework: Framework, scores: dict[int, Decimal]) -> list[object]:
    """Instruments, total and level as they would be published for the scores."""
    figures = work_out(scores, Published({}), framework)
    weighted = (figure.printed for figure in figures.instruments.values())
    return [*map(float, weighted), float(figures.total.printed), figures.level.printed]


def make_workbook(count: int, seed: int, first: int = 0) -> Workbook:
    """The workbook of so many offices; ``first`` are in workbooks before this one."""
    chance = random.Random(seed)
    framework = load_frameworks()[YEAR]
    book = Workbook(write_only=True)
    offices, scores = book.create_sheet("หน่วยงาน"), book.create_sheet("คะแนน")
    history, cpi = book.create_sheet("ประวัติคะแนน"), book.create_sheet("CPI")
    offices.append(OFFICE_HEAD.split())
    scores.append([*SCORE_HEAD, *PUBLISHED_HEAD])
    history.append(["ชื่อหน่วยงาน", "ปีงบประมาณ", "คะแนน", "ระดับ"])
    cpi.append(["ชื่อหน่วยงาน", "รายการ", "คะแนน"])
    for name, short_name in list_names(count, first):
        typed = invent_scores(chance)
        offices.append(
            [name, short_name, YEAR.be, YEAR.be + 1, "1 ตุลาคม 2568", "นายตัวอย่าง สมมติ", "ผู้อำนวยการ"]
        )
        scores.append([name, *map(float, typed.values()), *publish(framework, typed)])
        for back in range(1, 6):
            history.append([name, YEAR.be - back, round(chance.uniform(70, 98), 2), None])
        for back in range(3):
            cpi.append([name, f"ประเทศไทย {YEAR.be - back}", chance.randint(33, 40)])
    return book


def main() -> None:
    """Read the arguments and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("-n", "--number", type=int, default=245)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("-o", "--output", type=Path, required=True)
    given = arguments.parse_args()
    make_workbook(given.number, given.seed).save(given.output)


if __name__ == "__main__":
    main()
