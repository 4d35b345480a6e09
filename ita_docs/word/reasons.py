"""Why a tag cannot be read or filled, for people who have never heard of Jinja or XML."""

from __future__ import annotations

import re

from ita_docs.problems import Words

NO_ITEM = Words("รายการนั้นว่างได้ จึงไม่มีลำดับที่ขอ", "that list may be empty, without such an item")
CUT_APART = Words("คำสั่งตัดโครงสร้างของเอกสารขาดจากกัน", "its tags cut the document's structure apart")
TOO_DEEP = Words("คำสั่งซ้อนกันลึกเกินไป", "its tags are nested too deep")


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
