"""What one start of LibreOffice finds: its own folder, profile, fonts and environment."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path

from ita_docs.pdf.fonts import write_fonts_conf

_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
# What a document that came by mail must not do: fetch links, embed local files, run macros.
_SETTINGS = (
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Common/Misc", "UseOpenCL", "false"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    # A newer last version than any: else a fresh profile starts with a test of all graphics,
    # about a second of processor time per start.
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.0"),
)
_REGISTRY_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


def write_profile(profile: Path, program_folder: Path) -> None:
    """Write the settings of a fresh profile before LibreOffice starts in it."""
    user = profile / "user"
    (user / "extensions").mkdir(parents=True)
    items = (
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    registry = _REGISTRY_HEAD + "".join(items) + "</oor:items>\n"
    (user / "registrymodifications.xcu").write_text(registry, encoding="utf-8")
    # With its own build id in the profile the program does not restart itself for a first run.
    if build := _read_build_id(program_folder):
        (user / "extensions" / "buildid").write_text(build, encoding="utf-8")


def _read_build_id(program_folder: Path) -> str | None:
    try:
        lines = (program_folder / "versionrc").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    found = (line.partition("=")[2] for line in lines if line.startswith("buildid="))
    return next(found, None)


def remove_socket(profile_url: str) -> None:
    """Remove the socket that a killed LibreOffice leaves outside its own folder."""
    if sys.platform != "win32":
        with suppress(OSError):
            name_socket(profile_url).unlink()


def name_socket(profile_url: str) -> Path:
    """Where LibreOffice with that profile listens for a second start: /tmp, whatever TMPDIR says.

    The name holds the MD5 of the profile's URL in UTF-16, each byte in hexadecimal without a
    leading zero.
    """
    digest = hashlib.md5(profile_url.encode("utf-16-le"), usedforsecurity=False).digest()
    number = "".join(f"{byte:x}" for byte in digest)
    return Path("/tmp", f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{number}")  # noqa: S108


def build_environment(folder: Path, program_folder: Path | None = None) -> dict[str, str]:
    """The environment of the program: nothing of the user's but the search path.

    Home, temporary files and fonts all lie in ``folder``, so that an unwritable home or a
    missing language does not matter and nothing is left behind.
    """
    environment = dict(os.environ) if sys.platform == "win32" else {}
    return environment | {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SAL_USE_VCLPLUGIN": "svp",
        "FONTCONFIG_FILE": str(write_fonts_conf(folder, program_folder)),
    }
