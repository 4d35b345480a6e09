"""Damage by chance (seeded) to the file itself: its bytes, its zip entries, the XML inside.

``same``, ``refused``, ``told`` and ``either`` mean what they mean in ``mutations``.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

from tests.corpus.make_corpus import MAIN, REL, pack

Damage = Callable[[random.Random, bytes], tuple[bytes, str]]
DAMAGES: dict[str, Damage] = {}


def damage(do: Damage) -> Damage:
    DAMAGES[do.__name__] = do
    return do


def unpack(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _sheet(parts: dict[str, bytes], title: str) -> str:
    """The name of the part that holds the sheet of a title."""
    book = parts["xl/workbook.xml"].decode()
    head = next(tag for tag in re.findall("<sheet .*?/>", book) if f'name="{title}"' in tag)
    number = re.search(':id="(.*?)"', head)
    assert number is not None
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    tag = next(t for t in re.findall("<Relationship .*?/>", relations) if f'Id="{number[1]}"' in t)
    target = re.search('Target="(.*?)"', tag)
    assert target is not None
    return f"xl/{target[1].removeprefix('/xl/')}"


# --- bytes ----------------------------------------------------------------------------------------


@damage
def bytes_changed(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    spoilt = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 8, 64])):
        spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
    return bytes(spoilt), "either"


@damage
def bytes_of_the_directory_changed(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    spoilt = bytearray(data)
    start = data.find(b"PK\x01\x02")
    for _ in range(rng.choice([1, 2, 4])):
        spoilt[rng.randrange(start, len(spoilt))] = rng.choice([0, 1, 0xFF, rng.randrange(256)])
    return bytes(spoilt), "either"


@damage
def bytes_of_a_local_header_changed(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    spoilt = bytearray(data)
    start = rng.choice([match.start() for match in re.finditer(b"PK\x03\x04", data)])
    spoilt[rng.randrange(start, start + 60)] = rng.randrange(256)
    return bytes(spoilt), "either"


@damage
def bytes_lost(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    start = rng.randrange(len(data) - 1)
    return data[:start] + data[start + rng.randint(1, 2000) :], "either"


@damage
def bytes_put_in(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    start = rng.randrange(1, len(data))
    return data[:start] + rng.randbytes(rng.choice([1, 4, 300])) + data[start:], "either"


@damage
def cut_short(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    return data[: rng.randrange(len(data) - 30)], "refused"


@damage
def zeros_over_a_stretch(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    start = rng.randrange(len(data) - 512)
    return data[:start] + bytes(512) + data[start + 512 :], "either"


@damage
def line_ends_translated(_: random.Random, data: bytes) -> tuple[bytes, str]:
    """As a transfer in text mode spoils files."""
    return data.replace(b"\n", b"\r\n"), "either"


@damage
def eighth_bit_lost(_: random.Random, data: bytes) -> tuple[bytes, str]:
    return bytes(byte & 0x7F for byte in data), "refused"


@damage
def garbage_behind(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    return data + rng.randbytes(rng.choice([1, 100, 70000])), "either"


@damage
def another_workbook_behind(_: random.Random, data: bytes) -> tuple[bytes, str]:
    return data + data, "either"


# --- entries --------------------------------------------------------------------------------------


@damage
def part_removed(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    parts = unpack(data)
    del parts[rng.choice(sorted(parts))]
    return pack(parts), "either"


@damage
def part_emptied(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    parts = unpack(data)
    parts[rng.choice(sorted(parts))] = b""
    return pack(parts), "either"


@damage
def part_cut_short(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    parts = unpack(data)
    name = _sheet(parts, "คะแนน")
    parts[name] = parts[name][: rng.randrange(len(parts[name]) - 12)]
    return pack(parts), "refused"


@damage
def parts_exchanged(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    parts = unpack(data)
    one, other = _sheet(parts, "คะแนน"), rng.choice(sorted(n for n in parts if "sheet" in n))
    parts[one], parts[other] = parts[other], parts[one]
    return pack(parts), "refused" if one != other else "same"


@damage
def entries_in_another_order(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    parts = unpack(data)
    return pack({name: parts[name] for name in rng.sample(sorted(parts), len(parts))}), "same"


@damage
def another_compression(_: random.Random, data: bytes) -> tuple[bytes, str]:
    return pack(unpack(data), zipfile.ZIP_STORED), "same"


@damage
def compression_that_excel_lacks(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    return pack(unpack(data), rng.choice([zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])), "either"


# --- XML ------------------------------------------------------------------------------------------


def _edit(edit: Callable[[random.Random, str], str | bytes], verdict: str, title: str) -> Damage:
    def do(rng: random.Random, data: bytes) -> tuple[bytes, str]:
        parts = unpack(data)
        name = _sheet(parts, title)
        new = edit(rng, parts[name].decode())
        parts[name] = new if isinstance(new, bytes) else new.encode()
        return pack(parts), verdict

    return do


def _one(
    pattern: str, new: Callable[[random.Random, re.Match[str]], str] | str
) -> Callable[[random.Random, str], str]:
    """One match of a pattern, taken by chance, replaced."""

    def edit(rng: random.Random, xml: str) -> str:
        match = rng.choice(list(re.finditer(pattern, xml)))
        put = new if isinstance(new, str) else new(rng, match)
        return xml[: match.start()] + put + xml[match.end() :]

    return edit


def _prefixed(_: random.Random, xml: str) -> str:
    """Every element of the worksheet under a prefix, as some programs write it."""
    xml = re.sub(r"<(/?)([A-Za-z]\w*)(?=[\s/>])", r"<\1x:\2", xml)
    return xml.replace("xmlns=", "xmlns:x=", 1)


def _scores(edit: Callable[[random.Random, str], str | bytes], verdict: str) -> Damage:
    return _edit(edit, verdict, "คะแนน")


CELL = r'<c r="[B-O][0-9]+"[^>]*><v>[^<]*</v></c>'
DAMAGES.update(
    cell_lost=_scores(_one(r'<c r="[B-K][2-9]"[^>]*><v>[^<]*</v></c>', ""), "refused"),
    cell_repeated=_scores(_one(CELL, lambda _, m: m[0] * 2), "refused"),
    cell_at_another_address=_scores(
        _one(r'<c r="([A-P])([2-9])"', lambda r, m: f'<c r="{r.choice("ABCDEFGQZ")}{m[2]}"'),
        "either",
    ),
    cell_in_another_row=_scores(
        _one(r'<c r="([A-P])([2-9])"(?=[^>]*><v>)', lambda _, m: f'<c r="{m[1]}{int(m[2]) + 1}"'),
        "refused",
    ),
    cell_without_an_address=_scores(_one(r'<c r="[B-O][2-9]"', "<c"), "same"),
    cell_of_another_type=_scores(
        _one(
            r'(<c r="[B-K][2-9]"[^>]*?)( t="\w+")?>(?=<v>)',
            lambda r, m: f'{m[1]} t="{r.choice("sbed")}">',
        ),
        "told",
    ),
    row_of_another_number=_scores(_one(r'<row r="2"', '<row r="7777"'), "refused"),
    row_without_a_number=_scores(lambda _, x: re.sub(r'<row r="\d+"', "<row", x), "same"),
    rows_with_wrong_spans=_scores(
        lambda _, x: re.sub("<row ", '<row spans="1:1" ', re.sub(r' spans="[^"]*"', "", x)), "same"
    ),
    wrong_dimension=_scores(
        lambda _, x: re.sub(
            "<sheetData",
            '<dimension ref="A1:XFD1048576"/><sheetData',
            re.sub("<dimension[^>]*/>", "", x),
            count=1,
        ),
        "same",
    ),
    element_not_closed=_scores(_one("</(?:row|c|v)>", ""), "refused"),
    element_renamed=_scores(_one("<(?:c) ", "<cc "), "refused"),
    character_that_xml_forbids=_scores(_one("<v>", "<v>\x0b"), "refused"),
    reference_to_a_forbidden_character=_scores(_one("<v>", "<v>&#0;"), "refused"),
    entity_unknown=_scores(_one("<v>", "<v>&x;"), "refused"),
    doctype_put_in=_scores(
        lambda _, x: re.sub("<worksheet", "<!DOCTYPE w><worksheet", x, count=1), "refused"
    ),
    in_utf16=_scores(
        lambda _, x: re.sub(r"^<\?xml.*?\?>", '<?xml version="1.0" encoding="UTF-16"?>', x).encode(
            "utf-16"
        ),
        "same",
    ),
    with_a_byte_order_mark=_scores(lambda _, x: "\ufeff" + x, "same"),
    pretty_printed=_scores(
        lambda _, x: re.sub(r"(</c>|</row>|<row [^>]*>)", "\\1\r\n\t", x), "same"
    ),
    with_comments=_scores(lambda _, x: re.sub("<v>", "<!-- 1 --><v><!-- 2 -->", x), "same"),
    with_instructions=_scores(lambda _, x: re.sub("</v>", "<?x 3?></v>", x), "same"),
    digits_as_references=_scores(
        lambda _, x: re.sub(
            "<v>([^<]*)</v>", lambda m: f"<v>{''.join(f'&#{ord(c)};' for c in m[1])}</v>", x
        ),
        "same",
    ),
    digits_as_cdata=_scores(
        lambda _, x: re.sub("<v>([^<]*)</v>", r"<v><![CDATA[\1]]></v>", x), "same"
    ),
    under_a_prefix=_scores(_prefixed, "same"),
    rows_of_formatting_behind=_scores(
        lambda _, x: x.replace(
            "</sheetData>",
            "".join(f'<row r="{n}" ht="9"><c r="A{n}" s="1"/></row>' for n in range(500, 900))
            + "</sheetData>",
        ),
        "same",
    ),
    names_of_offices_lost=_edit(_one(r'<c r="A[2-9]"[^>]*><is>.*?</c>', ""), "told", "หน่วยงาน"),
)


def share_strings(parts: dict[str, bytes]) -> list[str]:
    """Turn the texts of every sheet into indices of shared strings, which are returned."""
    strings: list[str] = []

    def share(match: re.Match[str]) -> str:
        strings.append(match[2])
        return f'{match[1]} t="s"><v>{len(strings) - 1}</v></c>'

    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        xml = parts[name].decode()
        inline = r'(<c [^>]*?) t="inlineStr"[^>]*><is>(.*?)</is></c>'
        parts[name] = re.sub(inline, share, xml, flags=re.DOTALL).encode()
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    related = f'<Relationship Id="s" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(
        "</Relationships>", f"{related}</Relationships>"
    ).encode()
    return strings


def put_strings(parts: dict[str, bytes], strings: list[str]) -> bytes:
    items = "".join(f"<si>{text}</si>" for text in strings)
    return pack(parts | {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{items}</sst>'.encode()})


@damage
def texts_as_shared_strings(_: random.Random, data: bytes) -> tuple[bytes, str]:
    parts = unpack(data)
    return put_strings(parts, share_strings(parts)), "same"


@damage
def shared_string_lost(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    """Every text behind it takes another place: headers and names belong to other cells."""
    parts = unpack(data)
    strings = share_strings(parts)
    del strings[rng.randrange(10)]
    return put_strings(parts, strings), "told"


@damage
def shared_strings_in_another_order(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    parts = unpack(data)
    strings = share_strings(parts)
    rng.shuffle(strings)
    return put_strings(parts, strings), "refused"


@damage
def shared_strings_lost(_: random.Random, data: bytes) -> tuple[bytes, str]:
    parts = unpack(data)
    share_strings(parts)
    return pack(parts), "refused"


@damage
def formats_of_dates_lost(_: random.Random, data: bytes) -> tuple[bytes, str]:
    parts = unpack(data)
    xml = parts["xl/styles.xml"].decode()
    parts["xl/styles.xml"] = re.sub("<cellXfs.*</cellXfs>", "", xml, flags=re.DOTALL).encode()
    return pack(parts), "either"


@damage
def every_format_a_percentage(_: random.Random, data: bytes) -> tuple[bytes, str]:
    parts = unpack(data)
    xml = parts["xl/styles.xml"].decode()
    parts["xl/styles.xml"] = re.sub(
        r'<xf ([^>]*)numFmtId="\d+"', r'<xf \1numFmtId="10"', xml
    ).encode()
    return pack(parts), "refused"


@damage
def counted_from_1904(_: random.Random, data: bytes) -> tuple[bytes, str]:
    """The dates of the cells fall four years later."""
    parts = unpack(data)
    xml = parts["xl/workbook.xml"].decode()
    xml = re.sub("<workbookPr[^>]*/>", "", xml)
    parts["xl/workbook.xml"] = re.sub(
        "(<workbook[^>]*>)", r'\1<workbookPr date1904="1"/>', xml, count=1
    ).encode()
    return pack(parts), "either"
