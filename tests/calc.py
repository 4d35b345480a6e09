"""Workbooks opened, filled in and saved by LibreOffice Calc, as by a person who has no Excel."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

FILTER = "Calc MS Excel 2007 XML"
_TIMEOUT = 300

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Typing"
 script:language="StarBasic">
Sub Fill(order As String, source As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  stream = CreateUnoService("com.sun.star.ucb.SimpleFileAccess").openFileRead(ConvertToURL(order))
  text = CreateUnoService("com.sun.star.io.TextInputStream")
  text.setInputStream(stream) : text.setEncoding("UTF-8")
  Do While Not text.isEOF()
    parts = Split(text.readLine(), Chr(9))
    If UBound(parts) = 2 Then
      sheet = book.Sheets.getByName(parts(0))
      cell = sheet.getCellRangeByName(parts(1))
      ' As the keyboard does: a locked cell of a protected sheet takes nothing.
      locked = sheet.isProtected() And cell.CellProtection.IsLocked
      If Not locked Then cell.FormulaLocal = parts(2)
    End If
  Loop
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  saving(0).Name = "FilterName" : saving(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(ConvertToURL(target), saving())
  book.close(True)
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">{elements}</library:library>
"""


def recalculate(contents: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Save each workbook anew by Calc, all in one start; the paths by name."""
    given, made = folder / "given", folder / "made"
    given.mkdir()
    for name, content in contents.items():
        (given / f"{name}.xlsx").write_bytes(content)
    sources = [str(given / f"{name}.xlsx") for name in contents]
    _start(folder, "--convert-to", f"xlsx:{FILTER}", "--outdir", str(made), *sources)
    paths = {name: made / f"{name}.xlsx" for name in contents}
    assert all(path.is_file() for path in paths.values()), sorted(made.iterdir())
    return paths


def fill_in(source: Path, target: Path, typed: Mapping[tuple[str, str], str], folder: Path) -> None:
    """Open a workbook in Calc, type into cells by sheet and address, and save it elsewhere.

    ``folder`` keeps Calc's profile, which takes its time to make.
    """
    basic = folder / "profile" / "user" / "basic" / "Standard"
    if not basic.is_dir():
        _start(folder, "--terminate_after_init")  # which makes the profile
    (basic / "Typing.xba").write_text(_MODULE, encoding="utf-8")
    element = '<library:element library:name="Typing"/>'
    (basic / "script.xlb").write_text(_LIBRARY.format(elements=element), encoding="utf-8")
    (basic / "dialog.xlb").write_text(_LIBRARY.format(elements=""), encoding="utf-8")
    order = folder / "order.txt"
    lines = (f"{sheet}\t{address}\t{text}" for (sheet, address), text in typed.items())
    order.write_text("\n".join(lines), encoding="utf-8")
    _start(folder, f'macro:///Standard.Typing.Fill("{order}","{source}","{target}")')
    assert target.is_file(), "Calc saved nothing"


def _start(folder: Path, *arguments: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", *arguments],
        check=True,
        capture_output=True,
        timeout=_TIMEOUT,
    )
