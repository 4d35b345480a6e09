"""Time, processor time and memory, taken the same way for everybody."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Taken:
    """What a piece of work took: wall seconds, processor seconds with those of its children."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Table:
    """One table of results: its id, title, heads, rows of values, and lines to read with it."""

    key: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | float | int, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A process that ran to its end: time, and the peak memory (MiB) of its largest process."""

    taken: Taken
    peak: float
    code: int


@dataclass(slots=True)
class Samples:
    """The repetitions of one contender, each for so many items."""

    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)

    def add(self, taken: Taken, items: int) -> None:
        """Note one repetition."""
        self.walls.append(taken.wall / items)
        self.cpus.append(taken.cpu / items)

    @property
    def wall(self) -> float:
        """Median wall seconds per item."""
        return statistics.median(self.walls)

    @property
    def cpu(self) -> float:
        """Median processor seconds per item."""
        return statistics.median(self.cpus)


def measure(work: Callable[[], object]) -> Taken:
    """Do the work once; children count when they have ended."""
    wall, cpu = time.perf_counter(), _cpu()
    work()
    return Taken(time.perf_counter() - wall, _cpu() - cpu)


def alternate(
    contenders: Mapping[str, Callable[[], Taken]], items: int, rounds: int
) -> dict[str, Samples]:
    """Let all do the same items in turn, round after round, so that a disturbance hits all.

    Every second round goes backwards: who comes first changes.
    """
    samples = {name: Samples() for name in contenders}
    for number in range(rounds):
        order = list(contenders.items())
        for name, work in reversed(order) if number % 2 else order:
            samples[name].add(work(), items)
    return samples


_WITHOUT_COMPILED = "PYTHONDONTWRITEBYTECODE"

# A process inherits the peak of the one that it was forked from, and the benchmark itself grows
# large: the launcher is small, and says what its children came to.
_LAUNCHER = """
import resource, subprocess, sys
nowhere = subprocess.DEVNULL
code = subprocess.call(sys.argv[1:], stdin=nowhere, stdout=nowhere, stderr=nowhere)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


def run_program(command: Sequence[str], *, folder: Path | None = None, pinned: bool = False) -> Run:
    """Run a program to its end, on one processor when ``pinned``.

    It may keep Python's compiled files, as an installed program does: without them each process
    compiles for a second.
    """
    environment = {key: value for key, value in os.environ.items() if key != _WITHOUT_COMPILED}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-S", "-c", _LAUNCHER, *command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        preexec_fn=_pin if pinned else None,
    )
    assert process.stdout is not None
    with process.stdout:
        peak = int(process.stdout.read() or 0)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    taken = Taken(time.perf_counter() - began, usage.ru_utime + usage.ru_stime)
    return Run(taken, peak / 1024, process.returncode)


def describe_machine() -> dict[str, str | int]:
    """The machine in words that name no host: processor, cores, memory, system, Python."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0,
        "memory GiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "load before": f"{os.getloadavg()[0]:.2f}",
    }


def list_versions(packages: Sequence[str]) -> dict[str, str]:
    """The installed versions of these packages; those not installed are left out."""
    found = {}
    for package in packages:
        with suppress(PackageNotFoundError):
            found[package] = version(package)
    return found


def _cpu() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _pin() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _processor() -> str:
    if sys.platform.startswith("linux"):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
