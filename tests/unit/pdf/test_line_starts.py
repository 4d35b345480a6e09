"""What a line may begin with is in no language in LibreOffice's copy, and says the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ita_docs.pdf.line_starts import NO_LANGUAGE, find_free_places, free_line_starts
from ita_docs.pdf.package import W

R, T, RPR, LANG = f"{W}r", f"{W}t", f"{W}rPr", f"{W}lang"


def make_paragraph(*runs: str, language: str = "") -> etree._Element:
    """A body with a paragraph of these runs, bold, in a language where one is named."""
    root = etree.Element(f"{W}document")
    paragraph = etree.SubElement(etree.SubElement(root, f"{W}body"), f"{W}p")
    for text in runs:
        run = etree.SubElement(paragraph, R)
        look = etree.SubElement(run, RPR)
        etree.SubElement(look, f"{W}b")
        if language:
            etree.SubElement(look, LANG, {f"{W}val": "en-GB", f"{W}bidi": language})
        etree.SubElement(run, T).text = text
    return root


def list_runs(root: etree._Element) -> list[tuple[str, bool]]:
    """The text of each run, and whether it is in no language."""
    found = []
    for run in root.iter(R):
        language = run.find(f"{RPR}/{LANG}")
        none = language is not None and language.get(f"{W}bidi") == NO_LANGUAGE
        found.append(("".join(text.text or "" for text in run.iter(T)), none))
    return found


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("ตัวอย่าง เขต ๑ (ข้อมูลสมมติ) มีผล", ["(ข้อมูลสมมติ)"]),
        ("ข้อ 2568 - กันยายน", ["2568", "-"]),
        ("แผน / กลุ่ม “คุณธรรม”", ["/", "“คุณธรรม”"]),
        ("ด้าน IIT ได้ ITA2 และ ITAกับ", ["ITA2", "ITAกับ"]),  # Latin words have a language
        ("(ข้อ) ก(ข", []),  # no line is broken before the first sign, nor within a word
        ("no Thai (at all) 12", []),
        ("ก ", []),
    ],
)
def test_what_begins_with_another_sign_is_free_as_far_as_the_next_space(
    text: str, free: list[str]
) -> None:
    places = find_free_places(text)
    marked = "".join(char if place in places else " " for place, char in enumerate(text))
    assert marked.split() == free


def test_a_run_is_divided_and_keeps_its_look() -> None:
    root = make_paragraph("เขต ๑ (ข้อ", "มูล) มีผล (", "ก)", language="th-TH")
    free_line_starts(root)
    assert list_runs(root) == [
        ("เขต ๑ ", False),
        ("(ข้อ", True),
        ("มูล)", True),
        (" มีผล ", False),
        ("(", True),
        ("ก)", True),
    ]
    assert all(run.find(f"{RPR}/{W}b") is not None for run in root.iter(R))
    assert {run.find(f"{RPR}/{LANG}").get(f"{W}val") for run in root.iter(R)} == {"en-GB"}


def test_a_language_of_the_run_comes_back_behind_what_is_free() -> None:
    root = make_paragraph("ก (ข) ค", language="th-TH")
    free_line_starts(root)
    languages = [run.find(f"{RPR}/{LANG}").get(f"{W}bidi") for run in root.iter(R)]
    assert languages == ["th-TH", NO_LANGUAGE, "th-TH"]


def test_what_stands_beside_a_text_in_its_run_stays_in_its_place() -> None:
    root = make_paragraph("ก (ข) ค")
    run = next(root.iter(R))
    run.insert(1, etree.Element(f"{W}tab"))
    etree.SubElement(run, f"{W}br")
    etree.SubElement(run, T).text = "ง (จ)"
    free_line_starts(root)
    order = [child.text or child.tag for run in root.iter(R) for child in run if child.tag != RPR]
    assert order == [f"{W}tab", "ก ", "(ข)", " ค", f"{W}br", "ง ", "(จ)"]


@given(st.lists(st.text("กข้ำ ๑(1)Aa-/“”\u00a0", max_size=12), max_size=5))
def test_the_words_are_the_same_and_only_free_places_are_in_no_language(texts: list[str]) -> None:
    root = make_paragraph(*texts)
    free_line_starts(root)
    runs = list_runs(root)
    words = "".join(text for text, _ in runs)
    assert words == "".join(texts)
    marked = "".join(("1" if none else "0") * len(text) for text, none in runs)
    places = find_free_places(words)
    assert marked == "".join("1" if place in places else "0" for place in range(len(words)))
