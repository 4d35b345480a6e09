"""Why a file, a tag or a document cannot be used, for people who have never heard of zip, Jinja
or XML."""

from __future__ import annotations

import re

from ita_docs.problems import Value, Words

NO_ITEM = Words("รายการนั้นว่างได้ จึงไม่มีลำดับที่ขอ", "that list may be empty, without such an item")
CUT_APART = Words("คำสั่งตัดโครงสร้างของเอกสารขาดจากกัน", "its tags cut the document's structure apart")
TOO_DEEP = Words("คำสั่งซ้อนกันลึกเกินไป", "its tags are nested too deep")


_KINDS = (
    (b"%PDF", Words("เป็นไฟล์ PDF", "it is a PDF")),
    (b"{\\rtf", Words("เป็นไฟล์ RTF", "it is an RTF file")),
    (b"<", Words("เป็นไฟล์ XML หรือหน้าเว็บ", "it is XML or a web page")),
    (b"PK\x03\x04", Words("ไฟล์ไม่ครบหรือเสียหาย", "the file is incomplete or damaged")),
)
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_NO_ZIP = "File is not a zip file"
"""What Python's zipfile says of what is none, or was cut short."""
_EMPTY, _NO_WORD = Words("ไฟล์ว่าง", "it is empty"), Words("ไม่ใช่ไฟล์ Word", "it is no Word file")


def explain_file(content: bytes, reason: str) -> Value:
    """What a file is that ends with .docx and is none, as far as its first bytes tell; ``reason``
    is what is wrong with the container where it is one."""
    if not content:
        return _EMPTY
    if _OPEN_DOCUMENT in content[:200]:
        return Words("เป็นไฟล์ของ LibreOffice (.odt)", "it is a LibreOffice file (.odt)")
    if content.startswith(b"PK") and reason != _NO_ZIP:
        return reason
    bare = content.lstrip(b"\xef\xbb\xbf\r\n\t ")
    return next((words for sign, words in _KINDS if bare.startswith(sign)), _NO_WORD)


def explain(message: str) -> Words:
    """What Jinja's parser says, for people who have never heard of it."""
    unknown = re.search(r"unknown tag '(\w+)'", message)
    if unknown:
        return Words(f"ไม่รู้จักคำสั่ง {unknown[1]}", f"there is no tag {unknown[1]}")
    more = re.search(r"expected token 'end of \w+ (?:statement|block)', got '(.+?)'", message)
    if more:
        return Words(f"มี {more[1]} เกินมา", f"{more[1]} is too much")
    if "Expected an expression" in message:
        return Words("ขาดชื่อช่องข้อมูลหรือเงื่อนไข", "a name or condition is missing")
    return Words("รูปแบบคำสั่งไม่ถูกต้อง", message)
