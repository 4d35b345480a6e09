"""Programs that stand for soffice and fail as it does, and worse.

Each is a small executable script. What it does with a document is decided by a word in the
document's text, so that one start can hold good and bad ones; ``always`` does it to all. Where
all goes well it prints the document's words on plain pages.
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

_SCRIPT = """\
#!{python}
import io, os, signal, subprocess, sys, time, zipfile
from pathlib import Path

ALWAYS = {always!r}
NOTES = Path({notes!r})
PDF = {pdf!r}
LIES = ("tableless", "cut", "unnumbered", "short", "foreign", "unmarked")


def note(line):
    with NOTES.open("a") as file:
        file.write(line + "\\n")


def choose(document):
    try:
        with zipfile.ZipFile(document) as package:
            text = package.read("word/document.xml").decode("utf-8")
    except Exception:
        return "fine"
    words = ("crash", "hang", "stubborn", "orphan", "nothing", "half", "garbage", "flood")
    words += ("swap", *LIES)
    return next((word for word in words if "fake-" + word in text), "fine")


def draw(document, fault=""):
    if PDF:
        return PDF
    sys.path.insert(0, {root!r})
    from tests.fakes.printing import print_document

    return print_document(document.read_bytes(), fault)


def convert(document, out):
    act = ALWAYS or choose(document)
    target = out / (document.stem + ".pdf")
    if act == "fine":
        target.write_bytes(draw(document))
    elif act in LIES:
        target.write_bytes(draw(document, act))
    elif act == "swap":
        # What the document before it, or after the first, was to become.
        place = documents.index(document.name)
        target.write_bytes(draw(Path(documents[place - 1 if place else -1])))
    elif act == "half":
        pdf = draw(document)
        target.write_bytes(pdf[: len(pdf) // 2])
    elif act == "garbage":
        target.write_bytes(bytes(range(256)) * 8)
    elif act == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif act == "hang":
        time.sleep(600)
    elif act == "stubborn":
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        time.sleep(600)
    elif act == "orphan":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        note("child " + str(child.pid))
        time.sleep(600)
    elif act == "flood":
        line = b"x" * 65535 + b"\\n"
        for _ in range(1600):
            sys.stdout.buffer.write(line)
        sys.stdout.flush()
        target.write_bytes(draw(document))


arguments = sys.argv[1:]
if "--version" in arguments:
    print("LibreOffice 9.8.7.6 fake")
    sys.exit(0)
out = Path(arguments[arguments.index("--outdir") + 1])
documents = arguments[arguments.index("--outdir") + 2 :]
note("start " + str(os.getpid()) + " " + str(len(documents)))
for name in documents:
    convert(Path(name), out)
sys.exit(0)
"""


def make_soffice(folder: Path, *, pdf: bytes = b"", always: str = "") -> Path:
    """Write the program into ``folder``; ``pdf`` is what it gives in the place of its own pages.

    It notes every start, and every child it leaves, in ``notes`` beside it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "soffice"
    notes = folder / "notes"
    notes.touch()
    root = str(Path(__file__).resolve().parents[2])
    text = _SCRIPT.format(
        python=sys.executable, always=always, notes=str(notes), pdf=pdf, root=root
    )
    program.write_text(textwrap.dedent(text), encoding="utf-8")
    program.chmod(0o755)
    return program


def read_starts(program: Path) -> list[int]:
    """How many documents each start of the program was given."""
    lines = (program.parent / "notes").read_text().splitlines()
    return [int(line.split()[2]) for line in lines if line.startswith("start")]


def read_processes(program: Path) -> list[int]:
    """The ids of every process the program was."""
    lines = (program.parent / "notes").read_text().splitlines()
    return [int(line.split()[1]) for line in lines]
