"""Shared by all tests: what is skipped where a program is missing, and never silently."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# How long an example takes says how busy the machine is, and nothing of the program.
hypothesis.settings.register_profile(
    "suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")

PROGRAMS = {
    "libreoffice": ("soffice",),
    "calc": ("soffice", "libreoffice-calc"),
    "poppler": ("pdftotext", "pdftoppm"),
    "node": ("node", "npm"),
    "chromium": ("chromium",),
}
REQUIRED = {name for name in os.environ.get("ITA_DOCS_TESTS_REQUIRE", "").split(",") if name}


def find_missing(marker: str) -> list[str]:
    """The programs of a marker that this machine lacks."""
    return [program for program in PROGRAMS[marker] if not is_here(program)]


def is_here(program: str) -> bool:
    """Whether a program is on the path; Calc is a library beside soffice, which does without it."""
    if program != "libreoffice-calc":
        return shutil.which(program) is not None
    soffice = shutil.which("soffice")
    return soffice is not None and any(Path(soffice).resolve().parent.glob("*sclo.*"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """What is asked for by hand only."""
    parser.addoption("--all-pages", action="store_true", help="every page that can be, tests/pages")


def pytest_configure() -> None:
    """Fail at once where a program that must be there is not."""
    unknown = REQUIRED - PROGRAMS.keys()
    missing = [program for name in REQUIRED & PROGRAMS.keys() for program in find_missing(name)]
    if unknown or missing:
        pytest.exit(f"ITA_DOCS_TESTS_REQUIRE asks for {sorted(unknown) or missing}", returncode=1)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Verdicts on templates go into a folder of the tests, not the user's; children inherit it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what cannot run here, with the reason in the summary."""
    for marker in PROGRAMS:
        missing = find_missing(marker)
        if not missing:
            continue
        skip = pytest.mark.skip(reason=f"not installed: {', '.join(missing)}")
        for item in items:
            if item.get_closest_marker(marker):
                item.add_marker(skip)
