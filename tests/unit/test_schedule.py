"""The nightly schedule: the crontab line as cron and the shell read it, the units, the crontab."""

import datetime
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ita_docs.problems import ConfigError, DependencyError, OutputError, Severity
from ita_docs.schedule import (
    LONGEST_COMMAND,
    build_crontab_line,
    build_systemd_units,
    install_crontab,
    name_schedule,
    note_local_time,
    remove_crontab,
)
from ita_docs.wording import write_line, write_text

HOSTILE = [
    "plain",
    "เขตพื้นที่ ภูเก็ต",
    "100%",
    "o'brien",
    'say "hi"',
    "back\\slash",
    "back\\%",
    "two\\\\",
    "$HOME `id` $(id) ;#&|<>*?~!",
    "-dash",
]

RECORDER = """#!/bin/sh
{ for word in "$@"; do printf '%s\\n' "$word"; done; printf '%s\\n' "LANG=$LANG" "PATH=$PATH"
  echo "HOME=${HOME-unset}"; } > "$(dirname "$0")/said"
echo out; echo err >&2
"""


def as_cron_reads(command: str, *, halves_backslashes: bool) -> str:
    """The command after cron's own reading: up to the first bare %, with \\% as %."""
    read, index = "", 0
    while index < len(command):
        char, after = command[index], command[index + 1 : index + 2]
        if char == "%":
            break
        if char == "\\" and after == "%":
            char, index = "%", index + 1
        elif char == "\\" and after:
            char = "\\" if halves_backslashes and after == "\\" else char + after
            index += 1
        read += char
        index += 1
    return read


@pytest.mark.parametrize("halves_backslashes", [True, False], ids=["debian", "older"])
@pytest.mark.parametrize("name", HOSTILE)
def test_the_crontab_line_runs_in_crons_bare_environment(tmp_path, name, halves_backslashes):
    folder = tmp_path / name
    folder.mkdir()
    program = folder / "ita-docs"
    program.write_text(RECORDER, encoding="utf-8")
    program.chmod(0o755)
    config, log = folder / "ita-docs.toml", folder / "outputs" / "logs" / "cron.log"

    line = build_crontab_line("02:30", config, [str(program)], log, [folder / "office"])

    assert "\n" not in line
    assert line.startswith("30 2 * * * ")
    for _ in range(2):
        subprocess.run(
            [
                "/bin/sh",
                "-c",
                as_cron_reads(line.split(" ", 5)[5], halves_backslashes=halves_backslashes),
            ],
            env={},
            cwd="/",
            check=True,
        )
    assert (folder / "said").read_text(encoding="utf-8").splitlines() == [
        "batch",
        "--config",
        str(config),
        "LANG=C.UTF-8",
        f"PATH={folder / 'office'}:/usr/local/bin:/usr/bin:/bin",
        "HOME=unset",
    ]
    assert log.read_text(encoding="utf-8") == "out\nerr\n" * 2


def test_relative_paths_become_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = build_crontab_line("2:05", Path("c.toml"), ["bin/ita-docs"], Path("logs/cron.log"))
    assert line.startswith("5 2 * * * mkdir -p ")
    for path in ("c.toml", "bin/ita-docs", "logs/cron.log"):
        assert f" {tmp_path / path}" in line


@pytest.mark.parametrize(
    ("at", "fields"),
    [("00:00", "0 0"), ("23:59", "59 23"), ("๐๒.๓๐", "30 2"), (" 2:30 ", "30 2")],
)
def test_times_of_day_are_read(at, fields):
    line = build_crontab_line(at, Path("/c.toml"), ["/ita-docs"], Path("/l/cron.log"))
    assert line.startswith(f"{fields} * * * ")


@pytest.mark.parametrize("at", ["", "24:00", "2:60", "230", "2", "02:30:00", "02:30\n* * * * * id"])
def test_anything_else_is_no_time_of_day(at):
    for build in (
        lambda: build_crontab_line(at, Path("/c.toml"), ["/ita-docs"], Path("/l/cron.log")),
        lambda: build_systemd_units(at, Path("/c.toml"), ["/ita-docs"]),
    ):
        with pytest.raises(ConfigError) as caught:
            build()
        assert caught.value.code == "schedule-bad-time"


@pytest.mark.parametrize("path", ["/a\nb/c.toml", "/a\rb/c.toml", os.fsdecode(b"/a\xffb/c.toml")])
def test_a_path_that_no_line_can_hold_is_refused(path):
    for build in (
        lambda: build_crontab_line("2:30", Path(path), ["/ita-docs"], Path("/l/cron.log")),
        lambda: build_systemd_units("2:30", Path(path), ["/ita-docs"]),
    ):
        with pytest.raises(ConfigError) as caught:
            build()
        assert caught.value.code == "schedule-bad-path"
        write_line(caught.value, "th").encode()


def test_a_line_longer_than_cron_accepts_is_refused_by_its_bytes():
    def build(letters: int) -> str:
        return build_crontab_line("2:30", Path("/" + "ก" * letters), ["/i"], Path("/l/c.log"))

    rest = len(build(1).split(" ", 5)[5].encode()) - len("ก".encode())
    fits = (LONGEST_COMMAND - rest) // len("ก".encode())
    assert "ก" * fits in build(fits)
    with pytest.raises(ConfigError) as caught:
        build(fits + 1)
    assert caught.value.code == "schedule-line-too-long"
    assert str(LONGEST_COMMAND) in write_line(caught.value, "th")


# --- systemd ------------------------------------------------------------------------------------


def test_the_timer_keeps_thai_time_and_makes_up_for_a_missed_night():
    units = build_systemd_units("2:30", Path("/srv/ita-docs.toml"), ["/opt/ita-docs"])
    assert "OnCalendar=*-*-* 02:30:00 Asia/Bangkok\n" in units.timer
    assert "Persistent=true\n" in units.timer
    assert units.timer_name.removesuffix(".timer") == units.service_name.removesuffix(".service")
    assert 'ExecStart="/opt/ita-docs" "batch" "--config" "/srv/ita-docs.toml"\n' in units.service
    assert "Environment=LANG=C.UTF-8\n" in units.service


def test_a_system_service_runs_as_its_account_and_a_users_own_names_none():
    def build(account: str | None) -> str:
        return build_systemd_units("2:30", Path("/c.toml"), ["/i"], account).service

    assert "\nUser=ita\n" in build("ita")
    assert "User=" not in build(None)


def test_what_systemd_would_expand_is_escaped():
    units = build_systemd_units("2:30", Path('/a %h $HOME "b" \\c.toml'), ["/o p$t/i", "-m", "a$b"])
    command = next(row for row in units.service.splitlines() if row.startswith("ExecStart="))
    assert command == (
        'ExecStart="/o p$t/i" "-m" "a$$b" "batch" "--config" "/a %%h $$HOME \\"b\\" \\\\c.toml"'
    )
    assert "(/a %%h $HOME" in units.service


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing")
@pytest.mark.parametrize("name", HOSTILE)
def test_systemd_finds_no_fault_in_the_units(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    program = tmp_path / "โปรแกรม 100% $x" / "ita-docs"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    units = build_systemd_units("02:30", folder / "c.toml", [str(program)], "root", [folder])
    (tmp_path / units.service_name).write_text(units.service, encoding="utf-8")
    (tmp_path / units.timer_name).write_text(units.timer, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", units.service_name, units.timer_name],
        cwd=tmp_path,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, [row for row in done.stderr.splitlines() if "ita-docs-" in row]) == (
        0,
        [],
    )


@pytest.mark.parametrize("folder", ["o'brien", 'say "hi"', "back\\slash"])
def test_a_program_that_systemd_would_refuse_to_start_is_refused_before(folder):
    with pytest.raises(ConfigError) as caught:
        build_systemd_units("2:30", Path("/c.toml"), [f"/opt/{folder}/ita-docs"])
    assert caught.value.code == "schedule-bad-path"


def test_the_machines_clock_is_remarked_on_unless_it_keeps_thai_time():
    def note(hours: int) -> object:
        zone = datetime.timezone(datetime.timedelta(hours=hours))
        return note_local_time("02:30", datetime.datetime(2026, 1, 5, tzinfo=zone))

    assert note(7) is None
    problem = note_local_time("02:30", datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC))
    assert problem is not None
    assert problem.severity is Severity.NOTE
    assert "02:30" in write_text(problem, "th")
    assert "UTC+0000" in write_text(problem, "th")
    assert note(-5) is not None


# --- the user's crontab -------------------------------------------------------------------------

FAKE_CRONTAB = """#!/bin/sh
here=$(dirname "$0")
case $1 in
-l) if [ -f "$here/refuse" ]; then cat "$here/refuse" >&2; exit 1; fi
    cat "$here/tab" ;;
-)  echo write >> "$here/writes"
    if [ -f "$here/full" ]; then cat "$here/full" >&2; exit 1; fi
    cat > "$here/new"
    if [ -s "$here/new" ] && [ -n "$(tail -c 1 "$here/new")" ]; then
        echo "new crontab file is missing newline before EOF, can't install." >&2; exit 1
    fi
    rm -f "$here/refuse"
    mv "$here/new" "$here/tab" ;;
esac
"""
NONE_YET = "no crontab for สมชาย\n"
LINE = "30 2 * * * /opt/ita-docs batch"
CONFIG = Path("/srv/ปี 2568/ita-docs.toml")
FOREIGN = "MAILTO=ผู้ดูแล\r\n\n@daily backup 100\\% \t\n# จบ\n".encode() + b"\xff\xfe odd\n"


class Crontab:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        program = folder / "crontab"
        program.write_text(FAKE_CRONTAB, encoding="utf-8")
        program.chmod(0o755)

    @property
    def content(self) -> bytes:
        return (self.folder / "tab").read_bytes()

    @content.setter
    def content(self, content: bytes) -> None:
        (self.folder / "tab").write_bytes(content)

    def refuse(self, words: str) -> None:
        (self.folder / "refuse").write_text(words, encoding="utf-8")

    @property
    def writes(self) -> int:
        path = self.folder / "writes"
        return len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0


@pytest.fixture
def crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Crontab:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return Crontab(tmp_path)


@pytest.mark.parametrize(
    "words", [NONE_YET, "crontab: can't open 'ita': No such file or directory\n"]
)
def test_the_line_is_put_between_markers_where_there_was_no_crontab(crontab, words):
    crontab.refuse(words)
    assert install_crontab(LINE, CONFIG)
    begin, line, end = crontab.content.decode().splitlines()
    assert begin == f"# >>> {name_schedule(CONFIG)} >>> {CONFIG}"
    assert line == LINE
    assert end == f"# <<< {name_schedule(CONFIG)} <<<"


def test_installing_again_changes_and_writes_nothing(crontab):
    crontab.content = FOREIGN
    assert install_crontab(LINE, CONFIG)
    once = crontab.content
    assert once.startswith(FOREIGN)
    assert not install_crontab(LINE, CONFIG)
    assert (crontab.content, crontab.writes) == (once, 1)


def test_another_time_replaces_the_line_where_it_stands(crontab):
    crontab.content = FOREIGN
    install_crontab(LINE, CONFIG)
    crontab.content += b"@weekly tidy\n"
    assert install_crontab("0 4 * * * later", CONFIG)
    assert crontab.content.startswith(FOREIGN)
    assert crontab.content.endswith(b"@weekly tidy\n")
    assert LINE.encode() not in crontab.content
    assert crontab.content.count(b"0 4 * * * later\n") == 1


def test_removing_gives_back_the_crontab_byte_for_byte(crontab):
    crontab.content = FOREIGN
    install_crontab(LINE, CONFIG)
    assert remove_crontab(CONFIG)
    assert crontab.content == FOREIGN
    assert not remove_crontab(CONFIG)


def test_removing_where_nothing_was_ever_installed_writes_nothing(crontab):
    crontab.refuse(NONE_YET)
    assert not remove_crontab(CONFIG)
    assert crontab.writes == 0


def test_two_settings_files_have_a_line_each(crontab):
    other = Path("/srv/other/ita-docs.toml")
    crontab.content = b""
    install_crontab(LINE, CONFIG)
    install_crontab("0 5 * * * other", other)
    remove_crontab(CONFIG)
    assert LINE.encode() not in crontab.content
    assert b"0 5 * * * other\n" in crontab.content


def test_a_last_line_without_an_end_gets_one(crontab):
    crontab.content = b"@daily backup"
    install_crontab(LINE, CONFIG)
    assert crontab.content.startswith(b"@daily backup\n# >>> ")


def test_a_block_that_stands_twice_becomes_one(crontab):
    crontab.content = b""
    install_crontab(LINE, CONFIG)
    crontab.content = crontab.content * 2
    assert install_crontab(LINE, CONFIG)
    assert crontab.content.count(LINE.encode()) == 1


@pytest.mark.parametrize("kept", [slice(0, 2), slice(1, 3), slice(None, None, -1)])
def test_markers_that_do_not_pair_leave_the_crontab_alone(crontab, kept):
    crontab.content = b""
    install_crontab(LINE, CONFIG)
    crontab.content = b"".join(crontab.content.splitlines(keepends=True)[kept]) + FOREIGN
    before = crontab.content
    for change in (lambda: install_crontab(LINE, CONFIG), lambda: remove_crontab(CONFIG)):
        with pytest.raises(ConfigError) as caught:
            change()
        assert caught.value.code == "crontab-markers-broken"
        assert name_schedule(CONFIG) in write_line(caught.value, "th")
    assert crontab.content == before


def test_a_crontab_that_may_not_be_read_is_not_overwritten(crontab):
    crontab.content = FOREIGN
    crontab.refuse("You (ita) are not allowed to use this program (crontab)\n")
    with pytest.raises(OutputError, match="not allowed") as caught:
        install_crontab(LINE, CONFIG)
    assert caught.value.code == "crontab-failed"
    assert (crontab.content, crontab.writes) == (FOREIGN, 0)


def test_a_crontab_that_cannot_be_written_is_said(crontab):
    crontab.content = FOREIGN
    (crontab.folder / "full").write_text("mkstemp: No space left on device\n", encoding="utf-8")
    with pytest.raises(OutputError, match="No space left") as caught:
        install_crontab(LINE, CONFIG)
    assert caught.value.code == "crontab-failed"
    assert crontab.content == FOREIGN


def test_a_crontab_program_that_hangs_is_said(crontab, monkeypatch):
    monkeypatch.setattr("ita_docs.schedule._CRONTAB_SECONDS", 0.2)
    (crontab.folder / "crontab").write_text("#!/bin/sh\nexec sleep 30\n", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        install_crontab(LINE, CONFIG)
    assert caught.value.code == "crontab-failed"


def test_without_crontab_the_error_carries_the_install_command(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DependencyError, match="sudo apt-get install cron") as caught:
        install_crontab(LINE, CONFIG)
    assert (caught.value.code, caught.value.exit_code) == ("crontab-missing", 5)


# --- what the unit may do -----------------------------------------------------------------------


@pytest.mark.parametrize("account", ["", "root\nExecStart=/bin/sh", "%i", "0", "a b", "ก", "-x"])
def test_an_account_is_a_name_and_nothing_else(account):
    with pytest.raises(ConfigError) as caught:
        build_systemd_units("2:30", Path("/c.toml"), ["/i"], account)
    assert caught.value.code == "schedule-bad-account"


def test_a_run_in_which_some_offices_failed_is_no_failed_unit():
    for account in (None, "ita"):
        service = build_systemd_units("2:30", Path("/c.toml"), ["/i"], account).service
        assert "SuccessExitStatus=10" in service.splitlines()
        assert "NoNewPrivileges=yes" in service.splitlines()


def test_a_system_unit_is_shut_off_from_the_system():
    service = build_systemd_units("2:30", Path("/c.toml"), ["/i"], "ita").service.splitlines()
    assert {"ProtectSystem=full", "PrivateTmp=yes"} <= set(service)
    # A user's own manager may not be allowed the namespaces that these need.
    own = build_systemd_units("2:30", Path("/c.toml"), ["/i"]).service
    assert "ProtectSystem" not in own
