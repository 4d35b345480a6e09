"""Which rows of a workbook of many offices are one office's: those that may go back to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ita_docs import thai
from ita_docs.model import Row, Table, Workbook, number_column
from ita_docs.offices import find_office
from ita_docs.returning import OwnRows

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Shares:
    """A workbook's rows by office, each table looked through once."""

    def __init__(self, workbook: Workbook) -> None:
        self._tables = {
            table.sheet: _Share(table, shared=key == "measures")
            for key, table in workbook.tables.items()
        }
        self._short_names: dict[str, str] = {}
        offices: Iterable[Row] = (
            workbook.tables["offices"].rows if "offices" in workbook.tables else ()
        )
        names = set()
        for row in offices:
            full, short = (_read(row, field) for field in ("name", "short_name"))
            names.add(thai.match_key(full))
            if thai.match_key(short):
                self._short_names[thai.match_key(full)] = short
        self.is_of_many = len(names - {""}) > 1

    def name_short(self, office: str) -> str:
        """An office's short name: as typed, else that of the list, else its name."""
        listed = find_office(office)
        typed = self._short_names.get(thai.match_key(office))
        return typed or (listed.short_name if listed else office)

    def find(self, office: str) -> dict[str, OwnRows]:
        """The rows of an office by sheet: under either of its names, and those for every office."""
        listed = find_office(office)
        names = {office, self._short_names.get(thai.match_key(office), "")}
        names |= {listed.name, listed.short_name} if listed else set()
        keys = {thai.match_key(name) for name in names} - {""}
        return {sheet: share.find(keys) for sheet, share in self._tables.items()}


class _Share:
    """One table: its header's row, the rows of each name, the columns that the form works out."""

    def __init__(self, table: Table, *, shared: bool) -> None:
        self._rows: Mapping[str, list[int]] = defaultdict(list)
        places = {
            field: found
            for field, at in table.headers.items()
            if (found := _ADDRESS.fullmatch(at.cell or ""))
        }
        self._header = max((int(found[2]) for found in places.values()), default=0)
        self._live = frozenset(
            number_column(found[1]) for field, found in places.items() if field.startswith("live_")
        )
        for row in table.rows:
            key = thai.match_key(_read(row, "name"))
            if key or shared:
                self._rows[key].append(row.number)

    def find(self, keys: set[str]) -> OwnRows:
        rows = [row for key in ("", *keys) for row in self._rows.get(key, ())]
        return OwnRows(self._header, tuple(rows), self._live)


def _read(row: Row, field: str) -> str:
    cell = row.cells.get(field)
    return "" if cell is None or cell.value is None else str(cell.value)
