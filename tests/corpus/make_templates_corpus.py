"""Word templates that are broken or hostile in one known way each, or unusual and yet sound.

Every maker is deterministic and returns the bytes of a file. ``FAULTS`` name the code and the part
that each must give; ``SOUND`` must load and say the given words.

    python -m tests.corpus.make_templates_corpus FOLDER      writes them all

Long because it is a table; a row is a fault, the bytes that have it, and what it must give.
"""

# ruff: noqa: E501

from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from ita_docs.ooxml.package import pack, read_package, write_package
from tests.forms import TEMPLATES, W, make_docx, paragraph

Make = Callable[[], bytes]
BODY = "word/document.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
R = f"{OFFICE}/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RCE = "{{ cycler.__init__.__globals__.os.popen('touch /tmp/x').read() }}"
WATCHER = "พบข้อความนี้"


def members(content: bytes) -> dict[str, bytes]:
    return {name: member.content() for name, member in read_package(content).items()}


def package(parts: Mapping[str, bytes]) -> bytes:
    return write_package(pack(name, content) for name, content in parts.items())


def edit(part: str, old: str, new: str, source: bytes | None = None) -> bytes:
    """A template with one replacement in one part."""
    parts = members(source or make_docx(paragraph("{{ title }}")))
    text = parts[part].decode()
    assert old in text, (part, old)
    parts[part] = text.replace(old, new, 1).encode()
    return package(parts)


def add(
    part: str, content: bytes, kind: str, source: bytes | None = None, *, default: bool = False
) -> bytes:
    """A template with one more part, of this content type."""
    parts = members(source or make_docx(paragraph("{{ title }}")))
    parts[part] = content
    entry = f'<Override PartName="/{part}" ContentType="{kind}"/>'
    if default:
        entry = f'<Default Extension="{part.rpartition(".")[2]}" ContentType="{kind}"/>'
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace("</Types>", f"{entry}</Types>").encode()
    return package(parts)


def relate(
    kind: str,
    target: str,
    *,
    external: bool = True,
    source: bytes | None = None,
    rels: str = "word/_rels/document.xml.rels",
) -> bytes:
    """A template whose text uses one more relationship."""
    if source is None:
        used = (
            f'<w:hyperlink xmlns:r="{R}" r:id="rIdX"><w:r><w:t>{WATCHER}</w:t></w:r></w:hyperlink>'
        )
        source = make_docx(paragraph("{{ title }}") + f"<w:p>{used}</w:p>")
    kind = kind if kind.startswith("http") else f"{R}/{kind}"
    mode = ' TargetMode="External"' if external else ""
    entry = f'<Relationship Id="rIdX" Type="{kind}" Target={quoteattr(target)}{mode}/>'
    parts = members(source)
    xml = parts.get(rels, b"").decode() or (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        "</Relationships>"
    )
    parts[rels] = xml.replace("</Relationships>", f"{entry}</Relationships>").encode()
    return package(parts)


def body(*texts: str) -> bytes:
    return make_docx("".join(map(paragraph, texts)))


def raw(xml: str) -> bytes:
    return make_docx(paragraph("{{ title }}") + xml)


def run(xml: str) -> str:
    return f"<w:r>{xml}</w:r>"


def code(text: str) -> str:
    return run(f'<w:instrText xml:space="preserve">{escape(text)}</w:instrText>')


def mark(kind: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def field(*instructions: str, result: str = "1") -> str:
    """A complex field whose instruction is cut over runs."""
    pieces = "".join(map(code, instructions))
    shown = run(f"<w:t>{result}</w:t>")
    return f"{mark('begin')}{pieces}{mark('separate')}{shown}{mark('end')}"


def within(xml: str) -> bytes:
    return raw(f"<w:p>{run(f'<w:t>{WATCHER}</w:t>')}{xml}</w:p>")


def story(root: str, text: str, part: str) -> bytes:
    """A template with a header, footer or notes part that says this."""
    content = f'<w:{root} xmlns:w="{W}">{paragraph(text)}</w:{root}>'.encode()
    kind = part.rstrip("0123456789")
    added = add(f"word/{part}.xml", content, f"{WORD_TYPE}.{kind}+xml")
    return relate(kind, f"{part}.xml", external=False, source=added)


def chart(old: str, new: str) -> bytes:
    return edit("word/charts/chart1.xml", old, new, (TEMPLATES / "report.docx").read_bytes())


def chart_workbook(change: Callable[[dict[str, bytes]], None]) -> bytes:
    parts = members((TEMPLATES / "report.docx").read_bytes())
    book = members(parts["word/embeddings/chart1.xlsx"])
    change(book)
    parts["word/embeddings/chart1.xlsx"] = package(book)
    return package(parts)


def _link_book(book: dict[str, bytes]) -> None:
    rels = book["xl/_rels/workbook.xml.rels"].decode()
    entry = f'<Relationship Id="rIdX" Type="{R}/externalLink" Target="externalLinks/e1.xml"/>'
    book["xl/_rels/workbook.xml.rels"] = rels.replace(
        "</Relationships>", f"{entry}</Relationships>"
    ).encode()


def _macro_book(book: dict[str, bytes]) -> None:
    book["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"


def zipped(entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, method)
    return out.getvalue()


def with_entry(name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return zipped([*members(body("{{ title }}")).items(), (name, content)], method)


def understated() -> bytes:
    """A zip whose table says 100 bytes of a member that unpacks to a million."""
    parts = read_package(body("{{ title }}"))
    packed = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = packed.compress(bytes(1_000_000)) + packed.flush()
    lie = type(parts[BODY])("word/media/a.png", data, zlib.crc32(bytes(100)), 100, deflated=True)
    return write_package([*parts.values(), lie])


def overlapping() -> bytes:
    """A zip with two entries of its table over the same bytes."""
    content = bytearray(body("{{ title }}"))
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def encrypted() -> bytes:
    content = bytearray(body("{{ title }}"))
    first = content.index(b"PK\x01\x02")
    content[first + 8] |= 1
    return bytes(content)


def doctype(part: str) -> bytes:
    parts = members(body("{{ title }}"))
    xml = re.sub(rb"^<\?xml.*?\?>\s*", b"", parts[part])
    root = xml[1 : re.search(rb"[\s>]", xml).start()]  # type: ignore[union-attr]
    parts[part] = (
        b"<!DOCTYPE " + root + b' [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + xml
    )
    return package(parts)


def encoded(encoding: str) -> bytes:
    parts = members(body("{{ title }}"))
    text = parts[BODY].decode()
    parts[BODY] = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode()
    return package(parts)


def picture(content: bytes, name: str = "a.png", kind: str = "image/png") -> bytes:
    return add(f"word/media/{name}", content, kind)


PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:docPr id="1" name="p" descr={}/></wp:inline></w:drawing></w:r>'
)
CHART_RELS = "word/charts/_rels/chart1.xml.rels"
SETTINGS_RELS = "word/_rels/settings.xml.rels"
ELEMENT = "template-element-refused"
FIELD = "template-field-refused"
LINK = "template-link-refused"
RELATION = "template-relationship-refused"
CONSTRUCT = "template-construct-refused"
UNKNOWN = "template-unknown-placeholder"
PART = "template-part-refused"
UNCLOSED = "template-tag-unclosed"
UNREADABLE = "template-unreadable"
LOOP = "{% for row in rows %}"

FAULTS: dict[str, tuple[Make, str, str]] = {
    # the container
    "empty": (lambda: b"", UNREADABLE, ""),
    "half a zip": (lambda: body("ก")[:3000], UNREADABLE, ""),
    "old word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "template-not-docx", ""),
    "encrypted member": (encrypted, "template-not-docx", ""),
    "zip bomb": (lambda: with_entry("word/media/a.png", bytes(15_000_000)), "template-expands", ""),
    "understated size": (understated, "template-expands", ""),
    "too many parts": (
        lambda: zipped([(f"word/p{n}.xml", b"<a/>") for n in range(600)]), "template-expands", "",
    ),
    "xml part too large": (
        lambda: add("word/a.xml", b"<a>" + b"a1b2 " * 500_000 + b"</a>", "application/xml"),
        "template-expands", "word/a.xml",
    ),
    "overlapping parts": (overlapping, UNREADABLE, ""),
    "name leads outside": (lambda: with_entry("../evil.xml", b"<a/>"), UNREADABLE, ""),
    "name with a drive": (lambda: with_entry("C:/evil.xml", b"<a/>"), UNREADABLE, ""),
    "names differ in case": (lambda: with_entry("word/Document.xml", b"<a/>"), UNREADABLE, ""),
    "packed with lzma": (lambda: with_entry("a.xml", b"<a/>", zipfile.ZIP_LZMA), UNREADABLE, ""),
    "doctype in the body": (lambda: doctype(BODY), "template-unsafe-xml", BODY),
    "doctype in the relationships": (
        lambda: doctype("word/_rels/document.xml.rels"), "template-unsafe-xml",
        "word/_rels/document.xml.rels",
    ),
    "nested a thousand deep": (
        lambda: raw("<w:tbl>" * 1000 + "</w:tbl>" * 1000), "template-unsafe-xml", BODY,
    ),
    "a thousand attributes": (
        lambda: raw("<w:p " + " ".join(f'w:a{n}=""' for n in range(1000)) + "/>"),
        "template-unsafe-xml", BODY,
    ),
    "utf-7": (lambda: encoded("UTF-7"), "template-unsafe-xml", BODY),
    "xml cut short": (lambda: raw("<w:p>"), UNREADABLE, BODY),
    # types of part
    "macros": (
        lambda: add("word/vbaProject.bin", b"\xd0\xcf", "application/vnd.ms-office.vbaProject"),
        "template-macro", "word/vbaProject.bin",
    ),
    "macros under another name": (
        lambda: add("word/a.xml", b"<a/>", "application/vnd.ms-office.vbaProject"),
        "template-macro", "word/a.xml",
    ),
    "main part with macros": (
        lambda: edit(
            "[Content_Types].xml", f"{WORD_TYPE}.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "template-macro", BODY,
    ),
    "a dotx": (
        lambda: edit("[Content_Types].xml", "document.main+xml", "template.main+xml"), "template-dotx", "",
    ),
    "embedded workbook of no chart": (
        lambda: add("word/embeddings/a.xlsx", zipped([("[Content_Types].xml", b"<Types/>")]),
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        PART, "word/embeddings/a.xlsx",
    ),
    "ole object": (
        lambda: add("word/embeddings/oleObject1.bin", b"x",
                    "application/vnd.openxmlformats-officedocument.oleObject"),
        PART, "word/embeddings/oleObject1.bin",
    ),
    "activex": (
        lambda: add("word/activeX/activeX1.xml", b"<a/>", "application/vnd.ms-office.activeX+xml"),
        PART, "word/activeX/activeX1.xml",
    ),
    "header under another extension": (
        lambda: add("word/header9.bin", b"<a/>", f"{WORD_TYPE}.header+xml"), PART, "word/header9.bin",
    ),
    "header in capitals": (
        lambda: add("word/header9.XML", b"<a/>", f"{WORD_TYPE}.header+xml"), PART, "word/header9.XML",
    ),
    "html chunk": (
        lambda: add("word/afchunk.htm", b"<html/>", "text/html"), PART, "word/afchunk.htm",
    ),
    "part without a type": (lambda: with_entry("word/strange.dat", b"x"), PART, "word/strange.dat"),
    # pictures
    "svg named png": (lambda: picture(b"<svg/>"), "template-picture-refused", "word/media/a.png"),
    "gif named png": (
        lambda: picture(b"GIF89a" + bytes(20)), "template-picture-refused", "word/media/a.png",
    ),
    "emf named jpeg": (
        lambda: picture(b"\1\0\0\0" + bytes(40), "a.jpeg", "image/jpeg"),
        "template-picture-refused", "word/media/a.jpeg",
    ),
    "svg picture": (
        lambda: picture(b"<svg/>", "a.svg", "image/svg+xml"), "template-picture-refused", "word/media/a.svg",
    ),
    # relationships
    "picture on the web": (lambda: relate("image", "http://example.org/a.png"), RELATION, BODY),
    "picture in a file": (lambda: relate("image", "file:///etc/passwd"), RELATION, BODY),
    "picture on a share": (
        lambda: relate("image", r"\\host\share\a.png", external=False), RELATION, BODY,
    ),
    "internal web address": (
        lambda: relate("image", "http://example.org/a.png", external=False), RELATION, BODY,
    ),
    "attached template": (
        lambda: relate("attachedTemplate", "http://example.org/a.dotm", rels=SETTINGS_RELS),
        RELATION, "word/settings.xml",
    ),
    "alternative chunk": (lambda: relate("aFChunk", "a.htm", external=False), RELATION, BODY),
    "sub-document": (lambda: relate("subDocument", "a.docx"), RELATION, BODY),
    "frame": (
        lambda: relate("frame", "http://example.org", rels="word/_rels/webSettings.xml.rels"),
        RELATION, "word/webSettings.xml",
    ),
    "ole link": (lambda: relate("oleObject", "file:///C:/a.xlsx"), RELATION, BODY),
    "mail merge source": (
        lambda: relate("mailMergeSource", "file:///C:/a.csv", rels=SETTINGS_RELS),
        RELATION, "word/settings.xml",
    ),
    "macro relationship": (
        lambda: relate("http://schemas.microsoft.com/office/2006/relationships/vbaProject",
                       "v.bin", external=False),
        RELATION, BODY,
    ),
    "ribbon": (
        lambda: relate("http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
                       "customUI/customUI.xml", external=False, rels="_rels/.rels"),
        RELATION, "_rels/.rels",
    ),
    "unknown kind": (lambda: relate("http://example.org/x/image", "a", external=False), RELATION, BODY),
    "another main part": (
        lambda: edit("_rels/.rels", "word/document.xml", "word/header1.xml"), UNREADABLE, "word/header1.xml",
    ),
    "chart data on the web": (
        lambda: edit(
            CHART_RELS, 'Target="../embeddings/chart1.xlsx"',
            'Target="http://example.org/a.xlsx" TargetMode="External"',
            (TEMPLATES / "report.docx").read_bytes(),
        ),
        RELATION, "word/charts/chart1.xml",
    ),
    "link to a file": (lambda: relate("hyperlink", "file:///C:/a.exe"), LINK, BODY),
    "link to a share": (lambda: relate("hyperlink", r"\\host\a.docx"), LINK, BODY),
    "link to a script": (lambda: relate("hyperlink", "javascript:alert(1)"), LINK, BODY),
    "link to a handler": (lambda: relate("hyperlink", "ms-word:ofe|u|http://example.org/a"), LINK, BODY),
    "chart workbook links out": (
        lambda: chart_workbook(_link_book), RELATION, "word/embeddings/chart1.xlsx/xl/workbook.xml",
    ),
    "chart workbook with macros": (
        lambda: chart_workbook(_macro_book), "template-macro",
        "word/embeddings/chart1.xlsx/xl/vbaProject.bin",
    ),
    # fields
    **{
        f"field {instruction.split()[0]}": (
            lambda instruction=instruction: within(field(instruction)), FIELD, BODY,  # type: ignore[misc]
        )
        for instruction in (
            r"DDE excel C:\a.xlsx R1C1", r'DDEAUTO c:\\windows\\cmd.exe "/k calc"',
            "INCLUDETEXT http://example.org/a", r'INCLUDEPICTURE "http://example.org/a.png" \d',
            "LINK Excel.Sheet C:/a.xlsx", "IMPORT a.png", "RD C:/a.docx", "QUOTE 1", "DATE", "TIME",
            "MACROBUTTON x y", "DATABASE x", "IF 1 = 1 a b", "= 1 + 1", "EMBED Excel.Sheet.8",
            "FILLIN x", "ASK x y", "AUTOTEXT x", "GOTOBUTTON x y", "PRINT 27",
        )
    },
    "field cut over runs": (
        lambda: within(field("DD", "EAU", "TO", " cmd")), FIELD, BODY,
    ),
    "simple field": (
        lambda: within('<w:fldSimple w:instr="includetext &quot;a&quot;"/>'), FIELD, BODY,
    ),
    "field inside an instruction": (
        lambda: within(mark("begin") + code("PAGE ") + field("NUMPAGES") + mark("end")), FIELD, BODY,
    ),
    "field that does not end": (lambda: within(mark("begin") + code("PAGE")), FIELD, BODY),
    "instruction outside a field": (lambda: within(code("DDEAUTO cmd")), FIELD, BODY),
    "tag inside an instruction": (lambda: within(field("PAGE {{ title }}")), FIELD, BODY),
    "link field to a file": (lambda: within(field(r'HYPERLINK "file:///C:/a.exe"')), FIELD, BODY),
    "field in a header": (
        lambda: add("word/header9.xml",
                    f'<w:hdr xmlns:w="{W}"><w:p>{field("DDEAUTO cmd")}</w:p></w:hdr>'.encode(),
                    f"{WORD_TYPE}.header+xml"),
        FIELD, "word/header9.xml",
    ),
    "field made by a condition": (
        lambda: within(
            mark("begin") + code("PAGE ") + run("<w:t>{% if wide and not wide %}</w:t>")
            + code("x") + run("<w:t>{% endif %}</w:t>") + run("<w:t>x</w:t>") + mark("separate")
            + run("<w:t>{% if wide %}</w:t>") + mark("end") + run("<w:t>{% endif %}</w:t>")
        ),
        "template-block-breaks", BODY,
    ),
    # elements
    "altChunk": (lambda: raw(f'<w:altChunk xmlns:r="{R}" r:id="rId1"/>'), ELEMENT, BODY),
    "object": (lambda: within(run("<w:object/>")), ELEMENT, BODY),
    "control": (lambda: within(run("<w:control/>")), ELEMENT, BODY),
    "bound content": (
        lambda: raw('<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent>'
                    + paragraph("{{ title }}") + "</w:sdtContent></w:sdt>"),
        ELEMENT, BODY,
    ),
    "form macro": (
        lambda: within(run('<w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="x"/>'
                           "</w:ffData></w:fldChar>") + code("PAGE") + mark("end")),
        ELEMENT, BODY,
    ),
    "drawing with an address": (
        lambda: within(run('<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
                           '<v:imagedata src="http://example.org/a.png"/></v:shape></w:pict>')),
        ELEMENT, BODY,
    ),
    "mail merge": (
        lambda: make_docx(paragraph("ก"), settings=f'<w:settings xmlns:w="{W}"><w:mailMerge/>'
                          "</w:settings>"),
        ELEMENT, "word/settings.xml",
    ),
    # programs in tags
    "program in the body": (lambda: body(RCE), CONSTRUCT, BODY),
    "program in a header": (lambda: story("hdr", RCE, "header9"), CONSTRUCT, "word/header9.xml"),
    "program in a footer": (lambda: story("ftr", RCE, "footer9"), CONSTRUCT, "word/footer9.xml"),
    "program in a footnote": (
        lambda: story("footnotes", RCE, "footnotes"), CONSTRUCT, "word/footnotes.xml",
    ),
    "program in an alt text": (
        lambda: raw(f"<w:p>{PICTURE.format(quoteattr(RCE))}</w:p>"), CONSTRUCT, BODY,
    ),
    "program in a comment's text": (
        lambda: story("comments", RCE, "comments"), "template-tag-misplaced", "word/comments.xml",
    ),
    "program in a chart": (
        lambda: chart("<c:v>", f"<c:v>{RCE}"), "template-tag-misplaced", "word/charts/chart1.xml",
    ),
    "joiner": (lambda: body("{{ joiner.__init__ }}"), UNKNOWN, BODY),
    "a class of a text": (lambda: body("{{ ''.__class__.__mro__ }}"), UNKNOWN, BODY),
    "a class by a key": (lambda: body("{{ title['__class__'] }}"), UNKNOWN, BODY),
    "the template itself": (lambda: body("{{ self.__init__ }}"), UNKNOWN, BODY),
    "the context's own functions": (lambda: body("{{ title.upper }}"), UNKNOWN, BODY),
    "attr": (lambda: body("{{ title|attr('__class__') }}"), CONSTRUCT, BODY),
    "map": (lambda: body("{{ rows|map(attribute='__class__')|join }}"), CONSTRUCT, BODY),
    "safe": (lambda: body("{{ title|safe }}"), CONSTRUCT, BODY),
    "format": (lambda: body("{{ '%999999999d'|format(1) }}"), CONSTRUCT, BODY),
    "format_map": (lambda: body("{{ '{0.__class__}'.format_map(title) }}"), CONSTRUCT, BODY),
    "center": (lambda: body("{{ title|center(10**9) }}"), CONSTRUCT, BODY),
    "replace": (lambda: body("{{ title|replace('', 'aaaaaaaaaa') }}"), CONSTRUCT, BODY),
    "autoescape off": (
        lambda: body("{% autoescape false %}{{ title }}{% endautoescape %}"), CONSTRUCT, BODY,
    ),
    "a long text": (lambda: body("{{ 'a'*10**10 }}"), CONSTRUCT, BODY),
    "a long list": (lambda: body("{{ [1]*10000000000 }}"), CONSTRUCT, BODY),
    "a long text from an index": (
        lambda: body(LOOP, "{{ (loop.index0 or 'a') * 9999999999 }}", "{% endfor %}"), CONSTRUCT, BODY,
    ),
    "a power": (lambda: body("{{ 9**9**9**9 }}"), CONSTRUCT, BODY),
    "a long loop": (lambda: body("{% for i in range(10**9) %}ก{% endfor %}"), CONSTRUCT, BODY),
    "loops in loops": (
        lambda: body("{% for a in rows %}{% for b in rows %}{% for c in rows %}ก" + "{% endfor %}" * 3),
        CONSTRUCT, BODY,
    ),
    "recursive loop": (
        lambda: body("{% for row in rows recursive %}{{ loop(rows) }}{% endfor %}"), CONSTRUCT, BODY,
    ),
    "doubling": (lambda: body("{% set a = title ~ title %}{{ a }}"), CONSTRUCT, BODY),
    "with": (lambda: body("{% with a = title %}{{ a }}{% endwith %}"), CONSTRUCT, BODY),
    "macro": (lambda: body("{% macro a() %}{{ a() }}{% endmacro %}"), CONSTRUCT, BODY),
    "include": (lambda: body("{% include '/etc/passwd' %}"), CONSTRUCT, BODY),
    "import": (lambda: body("{% import 'os' as os %}"), CONSTRUCT, BODY),
    "extends": (lambda: body("{% extends 'a' %}"), CONSTRUCT, BODY),
    "block": (lambda: body("{% block a %}{% endblock %}"), CONSTRUCT, BODY),
    "filter block": (lambda: body("{% filter upper %}a{% endfilter %}"), CONSTRUCT, BODY),
    "brackets in brackets": (
        lambda: body("{{ " + "(" * 450 + "title" + ")" * 450 + " }}"), "template-syntax", BODY,
    ),
    "conditions in conditions": (
        lambda: body("{% if wide %}" * 40 + "{% endif %}" * 40), CONSTRUCT, BODY,
    ),
    "a whole list printed": (lambda: body("{{ rows }}"), CONSTRUCT, BODY),
    "an object in a run": (lambda: body("{{r title }}"), CONSTRUCT, BODY),
    "markup hidden by a comment": (
        lambda: body("{# {{ #} <w:altChunk/> {{ title }}"), UNCLOSED, BODY,
    ),
    "markup hidden over paragraphs": (
        lambda: body("{", "# {", "{ #", "} <w:altChunk/> {{ title }}"), UNCLOSED, BODY,
    ),
    "too many tags": (lambda: body("{{ title }}" * 1200), "template-too-many-tags", BODY),
    "a tag too long": (lambda: body("{{ '" + "ก" * 1200 + "' }}"), UNCLOSED, BODY),
    # honest mistakes
    "an item of a list that may be empty": (lambda: body("{{ rows[0].name }}"), "template-not-rendered", BODY),
    "unknown placeholder": (lambda: body("{{ nobody }}"), UNKNOWN, BODY),
    "one brace missing": (lambda: body("ก {{ title }"), UNCLOSED, BODY),
    "a brace too many": (lambda: body("ก title }}"), UNCLOSED, BODY),
    "tag over two paragraphs": (lambda: body("ก {{ ti", "tle }}"), UNCLOSED, BODY),
    "condition without end": (lambda: body("{% if wide %}"), "template-block-unpaired", BODY),
    "words unknown to Jinja": (lambda: body("{{ title title }}"), "template-syntax", BODY),
    "text compared with a number": (
        lambda: body("{% if title > 85 %}ก{% endif %}"), "template-text-compared", BODY,
    ),
    "inserted text": (
        lambda: raw(f'<w:p><w:ins w:id="1" w:author="a">{run("<w:t>ก</w:t>")}</w:ins></w:p>'),
        "template-tracked-changes", BODY,
    ),
    "deleted half of a tag": (
        lambda: raw("<w:p>" + run("<w:t>{{ ti</w:t>") + '<w:del w:id="1" w:author="a">'
                    + run("<w:delText>xx</w:delText>") + "</w:del>" + run("<w:t>tle }}</w:t>")
                    + "</w:p>"),
        "template-tracked-changes", BODY,
    ),
    "changed formatting": (
        lambda: raw('<w:p><w:r><w:rPr><w:rPrChange w:id="1" w:author="a"><w:rPr/></w:rPrChange>'
                    "</w:rPr><w:t>ก</w:t></w:r></w:p>"),
        "template-tracked-changes", BODY,
    ),
}  # fmt: skip


def pieces(*texts: str) -> str:
    return "".join(run(f'<w:t xml:space="preserve">{text}</w:t>') for text in texts)


THAI = '<w:rPr><w:lang w:bidi="th-TH"/></w:rPr>'
SMART = '<w:smartTag w:uri="urn:x" w:element="place">'
SOUND: dict[str, tuple[Make, list[str]]] = {
    "spelling marks": (
        lambda: make_docx(f'<w:p>{pieces("ก {{")}<w:proofErr w:type="spellStart"/>'
                          f'{pieces(" title")}<w:proofErr w:type="spellEnd"/>{pieces(" }} ข")}</w:p>'),
        ["ก หนึ่ง ข"],
    ),
    "a smart tag that begins inside a tag": (
        lambda: make_docx(f"<w:p>{pieces('{{ ')}{SMART}{pieces('title }} ข')}</w:smartTag></w:p>"),
        ["หนึ่ง ข"],
    ),
    "a smart tag that ends inside a tag": (
        lambda: make_docx(f"<w:p>{SMART}{pieces('ก {{ ti')}</w:smartTag>{pieces('tle }} ข')}</w:p>"),
        ["ก หนึ่ง ข"],
    ),
    "a bookmark around half a tag": (
        lambda: make_docx(f'<w:p>{pieces("{{ ti")}<w:bookmarkStart w:id="1" w:name="b"/>'
                          f'{pieces("tle }} ข")}<w:bookmarkEnd w:id="1"/></w:p>'),
        ["หนึ่ง ข"],
    ),
    "a change of language": (
        lambda: make_docx(f"<w:p>{pieces('{')}<w:r>{THAI}<w:t>{{ title</w:t></w:r>{pieces(' }}')}</w:p>"),
        ["หนึ่ง"],
    ),
    "a soft hyphen and a page mark": (
        lambda: make_docx("<w:p><w:r><w:t>{{ ti</w:t><w:softHyphen/><w:lastRenderedPageBreak/>"
                          "<w:t>tle }}</w:t></w:r></w:p>"),
        ["หนึ่ง"],
    ),
    "zero-width characters": (lambda: body("{{ ti\u200btle\u200d }}"), ["หนึ่ง"]),
    "no-break spaces": (lambda: body("{{\u00a0title\u00a0}}"), ["หนึ่ง"]),
    "three tags cut in one paragraph": (
        lambda: make_docx("<w:p>" + pieces("{{ title", " }}{% i", "f wide %}ก{", "% endif", " %}ข")
                          + "</w:p>"),
        ["หนึ่งกข"],
    ),
    "a link around half a tag": (
        lambda: make_docx(f'<w:p>{pieces("{{ ti")}<w:hyperlink w:anchor="b">{pieces("tle }} ข")}'
                          "</w:hyperlink></w:p>"),
        ["หนึ่ง ข"],
    ),
    "links to web and mail": (
        lambda: relate("hyperlink", "https://example.org/a?b=1", source=relate(
            "hyperlink", "mailto:a@example.org", source=body("{{ title }}"))),
        ["หนึ่ง"],
    ),
    "page numbers": (
        lambda: make_docx(f"<w:p>{pieces('{{ title }} ')}{field(' PAGE ', chr(92) + '* ThaiArabic')}</w:p>"),
        ["หนึ่ง  PAGE \\* ThaiArabic1"],
    ),
    "a link field to the web": (
        lambda: make_docx(f'<w:p>{field(chr(32) + "HYPERLINK " + chr(34) + "https://example.org" + chr(34))}</w:p>'),
        [' HYPERLINK "https://example.org"1'],
    ),
    "a table of contents": (
        lambda: make_docx(f"<w:p>{mark('begin')}{code('TOC ' + chr(92) + 'o')}{mark('separate')}"
                          f"{field('PAGEREF _T1')}{mark('end')}</w:p>"),
        ["TOC \\oPAGEREF _T11"],
    ),
    "a watermark": (
        lambda: make_docx('<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="s">'
                          '<v:textpath string="ร่าง"/></v:shape></w:pict></w:r></w:p>'),
        [""],
    ),
    "a thumbnail": (
        lambda: relate(
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
            "docProps/thumbnail.emf", external=False, rels="_rels/.rels",
            source=add("docProps/thumbnail.emf", b"\1\0\0\0", "image/x-emf", body("{{ title }}"))),
        ["หนึ่ง"],
    ),
    "filters and tests": (
        lambda: body("{{ rows|length }} {{ title|upper|trim }} "
                     "{% if title is defined and title != '-' %}มี{% endif %}"),
        ["2 หนึ่ง มี"],
    ),
    "loops as the data nests": (
        lambda: body("{% for row in rows if row.name %}{{ loop.index + 1 }}{{ row.name }}"
                     "{% for line in row.lines %}{{ line }}{% else %}-{% endfor %}{% endfor %}"),
        ["2กxy3ข-"],
    ),
    "the program in the properties": (
        lambda: edit("docProps/core.xml", "<dc:title>", f"<dc:title>{escape(RCE)}"), ["หนึ่ง"],
    ),
    "core properties as LibreOffice relates them": (
        lambda: edit(
            "_rels/.rels", "http://schemas.openxmlformats.org/package/2006/relationships/metadata",
            "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata",
            body("{{ title }}")),
        ["หนึ่ง"],
    ),
}  # fmt: skip


def main(folder: Path) -> None:
    """Write every template of the corpus into a folder."""
    makers = {name: row[0] for name, row in FAULTS.items()}
    makers |= {name: row[0] for name, row in SOUND.items()}
    for name, make in makers.items():
        (folder / f"{name.replace(' ', '-')}.docx").write_bytes(make())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
