"""The province of an office, from its name or as it was entered."""

from __future__ import annotations

import re
from functools import cache

from ita_docs.offices import find_listed, load_list
from ita_docs.thai import match_key

_KIND = re.compile(r"^(?:สพ[ปม]\.?|(?:สำนักงาน|สนง\.?)เขตพื้นที่การศึกษา(?:ประถมศึกษา|มัธยมศึกษา))\s*")
_DISTRICT = re.compile(r"\s*(?:เขต\s*)?[0-9๐-๙]*\s*$")
_PROVINCE = re.compile(r"^\s*(?:จังหวัด|จ\.)\s*")
_NAMED = re.compile(r"(?:จังหวัด|จ\.)\s*(\S+)")


def find_province(name: str, entered: str | None = None) -> str:
    """The province of an office: as ``entered``, else as the list of offices or its name says;
    empty where none does.

    An office of several provinces has them all, as its name gives them:

        สพป.ตรัง เขต 2                    ตรัง
        สพม.พังงา ภูเก็ต ระนอง             พังงา ภูเก็ต ระนอง
        โรงเรียนวัดใหม่ จังหวัดตรัง          ตรัง
        โรงเรียนบ้านตรัง                   nobody says it
    """
    provinces = _load_provinces()
    if entered:
        typed = _PROVINCE.sub("", entered)
        return provinces.get(match_key(typed), typed)
    listed = find_listed(name)
    if listed is not None:
        return listed.province
    kind = _KIND.match(name)
    if kind:
        words = _DISTRICT.sub("", name[kind.end() :]).split()
    else:
        words = [named[1]] if (named := _NAMED.search(name)) else []
    found = [provinces.get(match_key(word)) for word in words]
    return " ".join(filter(None, found)) if all(found) else ""


@cache
def _load_provinces() -> dict[str, str]:
    """The 77 provinces by their key: those that the offices of the list stand in."""
    return {match_key(word): word for listed in load_list() for word in listed.province.split()}
