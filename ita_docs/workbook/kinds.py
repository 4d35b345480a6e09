"""What a file is, told by its first bytes and not by its name, so that the cure fits."""

from __future__ import annotations

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_STARTS = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta", b"<style")


def find_wrong_kind(data: bytes) -> str | None:
    """The problem code of a file that is no zip container, or None when it is one.

    Old Excel files and password-protected workbooks are both OLE containers; the names in the
    container's directory (UTF-16) tell them apart.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    if data.startswith(_OLE):
        if _has_stream(data, "EncryptedPackage"):
            return "file-password"
        if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
            return "file-xls"
        return "file-not-workbook"
    if data.startswith(b"%PDF-"):
        return "file-pdf"
    if not data.strip(b"\x00"):
        return "file-damaged"
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_HTML_STARTS):
        return "file-html"
    if start.startswith(b"<?xml"):
        return "file-html" if b"<html" in start else "file-xml"
    return "file-csv" if _is_text(data[:65536]) else "file-not-workbook"


def find_wrong_package(names: frozenset[str], mimetype: bytes) -> str:
    """The problem code of a zip container that holds no Excel workbook.

    ``names`` are its entries in small letters, ``mimetype`` the OpenDocument marker or b"".
    """
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "file-ods"
    if "xl/workbook.bin" in names:
        return "file-xlsb"
    if "word/document.xml" in names:
        return "file-word"
    if any(name.endswith(".xlsx") for name in names):
        return "file-zipped"
    return "file-not-workbook"


def _has_stream(data: bytes, name: str) -> bool:
    return f"{name}\0".encode("utf-16-le") in data


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in data:
        return False
    # Thai text comes as UTF-8 or as one byte per letter (TIS-620), where bytes over 0x7f are
    # letters; control characters other than white space do not occur in either.
    return not any(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in data)
