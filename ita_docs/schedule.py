"""The nightly run: a crontab line, or a systemd service with its timer, that needs nothing from
the environment; and the crontab line put into the user's crontab and taken out again.

One module, though long: crontab and systemd quote the same words in their own ways.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import shlex
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ita_docs.problems import ConfigError, DependencyError, ExitCode, OutputError, Problem
from ita_docs.processes import Answer, ask_program
from ita_docs.thai import to_arabic_digits

ZONE = "Asia/Bangkok"
_DATED = "ITA_DOCS_DATED"  # makes every printed line begin with the time in Bangkok
LONGEST_COMMAND = 998
"""Bytes of the command in one crontab line: what cron of Debian 12 (3.0pl1) accepts."""

_PATH = ("/usr/local/bin", "/usr/bin", "/bin")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
_ZONE_OFFSET = datetime.timedelta(hours=7)
_CRONTAB_SECONDS = 30.0
# `crontab -l` of a user without one ends with 1, as it does when it may not be read: only the
# words tell (vixie-cron, cronie and systemd-cron; busybox names the missing file).
_NO_CRONTAB = re.compile(rb"no crontab|can't open .*: No such file", re.IGNORECASE)


# As useradd takes them; systemd would read more into the line (a number, a specifier).
_ACCOUNT = re.compile(r"[a-z_][a-z0-9_-]{0,30}\$?")
# What making documents never needs. The program writes into its outputs, wherever they are, so
# the homes stay writable; LibreOffice translates nothing at run time, rdocx and qpdf neither.
_HARDENING = (
    "NoNewPrivileges=yes",
    "LockPersonality=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "UMask=0027",
)
# These need a namespace of mounts, which a user's own manager may not be allowed to make.
_HARDENING_OF_THE_SYSTEM = (
    "PrivateTmp=yes",
    "ProtectSystem=full",
    "ProtectKernelTunables=yes",
    "ProtectKernelModules=yes",
    "ProtectControlGroups=yes",
    "PrivateDevices=yes",
)


@dataclass(frozen=True, slots=True)
class SystemdUnits:
    """A service and the timer that starts it: the text and the file name of each."""

    service: str
    timer: str
    service_name: str
    timer_name: str


def name_schedule(config: Path) -> str:
    """The name of a settings file's schedule, short and the same every time."""
    digest = hashlib.sha256(os.fsencode(config.absolute())).hexdigest()
    return f"ita-docs-{digest[:8]}"


def build_crontab_line(
    at: str, config: Path, program: Sequence[str], log: Path, folders: Sequence[Path] = ()
) -> str:
    """The crontab line that runs ``program batch --config CONFIG`` every night.

    ``at`` is the machine's local time, for a crontab has no zone of its own that every cron
    knows. The output is appended to ``log``, whose folder is made. ``folders`` are searched for
    programs before the system's own (where LibreOffice lies, say).

    Raises ConfigError: ``schedule-bad-time``, ``schedule-bad-path``, ``schedule-line-too-long``.
    """
    hour, minute = _read_time(at)
    log = log.absolute()
    words = [_quote_for_cron(word) for word in _build_command(config, program)]
    path, log_folder, log_file = (
        _quote_for_cron(_checked(text)) for text in (_join_path(folders), log.parent, log)
    )
    command = (
        f"mkdir -p {log_folder} && LANG=C.UTF-8 {_DATED}=1 PATH={path} {' '.join(words)}"
        f" >> {log_file} 2>&1"
    )
    length = len(command.encode())
    if length > LONGEST_COMMAND:
        raise ConfigError("schedule-line-too-long", length=length, most=LONGEST_COMMAND)
    return f"{minute} {hour} * * * {command}"


def build_systemd_units(
    at: str,
    config: Path,
    program: Sequence[str],
    account: str | None = None,
    folders: Sequence[Path] = (),
) -> SystemdUnits:
    """The systemd service and timer of the nightly run; ``at`` is the time in Asia/Bangkok.

    ``account`` is the user of a system-wide service, None for units of ``systemctl --user``.
    The output goes to the journal. Raises ConfigError: ``schedule-bad-time``,
    ``schedule-bad-path``, ``schedule-bad-account``.
    """
    if account is not None and not _ACCOUNT.fullmatch(account):
        raise ConfigError("schedule-bad-account", value=ascii(account)[1:-1])
    hour, minute = _read_time(at)
    first, *rest = _build_command(config, program)
    if set(first) & set("\"'\\"):  # systemd 252 starts no program with these in its path
        raise ConfigError("schedule-bad-path", path=first)
    # systemd expands $ in the arguments but takes the program's own path as it stands.
    command = " ".join([_quote_for_unit(first), *(_quote_for_unit(w, "$$") for w in rest)])
    name = name_schedule(config)
    about = _checked(config.absolute()).replace("%", "%%")
    service = [
        "[Unit]",
        f"Description=ITA announcements ({about})",
        "",
        "[Service]",
        "Type=oneshot",
        *([f"User={account}"] if account is not None else []),
        "Environment=LANG=C.UTF-8",
        f"Environment={_quote_for_unit(f'PATH={_checked(_join_path(folders))}')}",
        f"ExecStart={command}",
        "Nice=10",
        # 10: the end was reached and some offices failed. The report says which; the unit is sound.
        f"SuccessExitStatus={int(ExitCode.PARTIAL)}",
        *_HARDENING,
        *(_HARDENING_OF_THE_SYSTEM if account is not None else ()),
    ]
    timer = [
        "[Unit]",
        f"Description=ITA announcements every night ({about})",
        "",
        "[Timer]",
        f"OnCalendar=*-*-* {hour:02}:{minute:02}:00 {ZONE}",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return SystemdUnits(
        service="\n".join(service) + "\n",
        timer="\n".join(timer) + "\n",
        service_name=f"{name}.service",
        timer_name=f"{name}.timer",
    )


def note_local_time(at: str, now: datetime.datetime) -> Problem | None:
    """The note ``schedule-local-time`` where the machine's clock does not keep Thai time.

    ``now`` is the present moment with the machine's own zone.
    """
    if now.utcoffset() == _ZONE_OFFSET:
        return None
    return Problem("schedule-local-time", values={"at": at, "zone": f"{now:UTC%z}"})


def install_crontab(line: str, config: Path) -> bool:
    """Put the line into the user's crontab, between markers, in place of an earlier one.

    Every other line stays as it is, byte for byte. False where it stood there already.
    Raises DependencyError ``crontab-missing``, OutputError ``crontab-failed``, ConfigError
    ``crontab-markers-broken``.
    """
    begin, end = _markers(config)
    return _rewrite_crontab(config, begin + line.encode() + b"\n" + end)


def remove_crontab(config: Path) -> bool:
    """Take the settings file's line out of the user's crontab; False where there was none.

    Raises as ``install_crontab`` does.
    """
    return _rewrite_crontab(config, b"")


# --- words of the command, quoted for those who read them ---------------------------------------


def _read_time(at: str) -> tuple[int, int]:
    match = _TIME.fullmatch(to_arabic_digits(at.strip()))
    if match is None:
        raise ConfigError("schedule-bad-time", value=at)
    return int(match[1]), int(match[2])


def _build_command(config: Path, program: Sequence[str]) -> list[str]:
    first, *rest = program
    words = [str(Path(first).absolute()), *rest, "batch", "--config", str(config.absolute())]
    return [_checked(word) for word in words]


def _join_path(folders: Sequence[Path]) -> str:
    return ":".join(dict.fromkeys([*(str(folder.absolute()) for folder in folders), *_PATH]))


def _checked(word: str | Path) -> str:
    """A word that fits on one line: neither crontab nor unit file can quote a line break."""
    text = str(word)
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise ConfigError("schedule-bad-path", path=ascii(text))
    return text


def _quote_for_cron(word: str) -> str:
    """Quote for /bin/sh behind cron, which reads % as a line break and may eat backslashes.

    Some crons shorten two backslashes to one and some do not, so each is set apart from what
    follows it by closing and opening the quotes.
    """
    return shlex.quote(word).replace("\\", "\\''").replace("%", "\\%")


def _quote_for_unit(word: str, dollar: str = "$") -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return '"' + escaped.replace("$", dollar) + '"'


# --- the user's crontab -------------------------------------------------------------------------


def _markers(config: Path) -> tuple[bytes, bytes]:
    name, path = name_schedule(config), _checked(config.absolute())
    return f"# >>> {name} >>> {path}\n".encode(), f"# <<< {name} <<<\n".encode()


def _rewrite_crontab(config: Path, block: bytes) -> bool:
    program = shutil.which("crontab")
    if program is None:
        raise DependencyError("crontab-missing", command=_install_command())
    listed = _run_crontab(program, "-l")
    if listed.code and not _NO_CRONTAB.search(listed.errors):
        raise _explain_failure(listed)
    before = b"" if listed.code else listed.output
    after = _replace_block(before, config, block)
    if after == before:
        return False
    written = _run_crontab(program, "-", content=after)
    if written.code:
        raise _explain_failure(written)
    return True


def _replace_block(crontab: bytes, config: Path, block: bytes) -> bytes:
    """The crontab with the block where the earlier one stood, or at its end."""
    begin, end = _markers(config)
    kept: list[bytes] = []
    inside = placed = False
    for line in crontab.splitlines(keepends=True):
        mark = line.rstrip() + b"\n"
        if mark == (begin if inside else end):
            raise _explain_markers(begin, end)
        if mark == begin:
            inside = True
        elif mark == end:
            inside = False
            kept += [] if placed else [block]
            placed = True
        elif not inside:
            kept.append(line)
    if inside:
        raise _explain_markers(begin, end)
    if block and not placed:
        # cron refuses a crontab whose last line has no end
        kept += [b"\n"] if kept and not kept[-1].endswith(b"\n") else []
        kept.append(block)
    return b"".join(kept)


def _explain_markers(begin: bytes, end: bytes) -> ConfigError:
    return ConfigError(
        "crontab-markers-broken", begin=begin.decode().strip(), end=end.decode().strip()
    )


def _run_crontab(program: str, argument: str, content: bytes = b"") -> Answer:
    try:
        return ask_program(
            [program, argument],
            environment={**os.environ, "LC_ALL": "C"},
            timeout=_CRONTAB_SECONDS,
            content=content,
        )
    except OSError as error:
        raise OutputError("crontab-failed", reason=error) from error


def _explain_failure(done: Answer) -> OutputError:
    said = " ".join(done.errors.decode("utf-8", "replace").split())
    return OutputError("crontab-failed", reason=said or f"exit {done.code}")


def _install_command() -> str:
    for manager, command in (
        ("apt-get", "sudo apt-get install cron"),
        ("dnf", "sudo dnf install cronie"),
        ("zypper", "sudo zypper install cronie"),
        ("pacman", "sudo pacman -S cronie"),
        ("apk", "sudo apk add cronie"),
    ):
        if shutil.which(manager):
            return command
    return "sudo apt-get install cron"
