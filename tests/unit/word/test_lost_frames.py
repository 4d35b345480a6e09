"""Frames that another program dropped are found again by their bookmarks, or it is told."""

from __future__ import annotations

import pytest
from lxml import etree

from ita_docs.word.lost_frames import name_frame, restore_frames
from tests.forms import W
from tests.golden.cases import pretty


def words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def start(number: int, around: str, tag: str, *, behind: str = "") -> str:
    name = name_frame(number, around, tag) + behind
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def end(number: int) -> str:
    return f'<w:bookmarkEnd w:id="{number}"/>'


def par(*pieces: str) -> str:
    return f"<w:p>{''.join(pieces)}</w:p>"


def control(tag: str, *content: str) -> str:
    properties = f'<w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr>' if tag else "<w:sdtPr/>"
    return f"<w:sdt>{properties}<w:sdtContent>{''.join(content)}</w:sdtContent></w:sdt>"


def cell(*content: str) -> str:
    return f"<w:tc>{''.join(content)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def restored(*blocks: str, lost: bool = True) -> tuple[str, int, list[str]]:
    root = etree.fromstring(f'<w:body xmlns:w="{W}">{"".join(blocks)}</w:body>')
    count, faults = restore_frames(root, lost=lost)
    return pretty(etree.tostring(root)), count, [f"{code} {v['tag']}" for code, v in faults]


def expected(*blocks: str) -> str:
    return pretty(f'<w:body xmlns:w="{W}">{"".join(blocks)}</w:body>'.encode())


@pytest.mark.parametrize(
    "tag",
    [
        "office.name", "plan_year", "if draft", "if not weak.lowest", "charts.history.years",
        "for row in plan.rows", "for indicator in instrument.indicators", "line",
        "instrument.weighted_score", "if plan.has_time_frame",
    ],
)  # fmt: skip
def test_a_bookmark_says_what_the_control_said(tag: str) -> None:
    body = par(start(104, "w", tag), words("ก"), end(104))
    assert restored(body) == (expected(par(control(tag, words("ก")))), 1, [])


@pytest.mark.parametrize(
    "tag", ["if a and b", "for x in y[0]", "weak.count > 0", "", "for a_b in c"]
)
def test_a_tag_that_no_bookmark_can_say_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        name_frame(1, "w", tag)


def test_a_name_longer_than_word_allows_is_refused() -> None:
    with pytest.raises(ValueError, match="indicator"):
        name_frame(1, "w", "for indicator in instrument.all_indicators")


def test_words_are_framed_where_libreoffice_left_half_of_the_control() -> None:
    body = par(
        words("ประกาศ"), control("", start(1, "w", "office.name"), words(""), words("สพป.")), end(1)
    )
    assert restored(body)[0] == expected(
        par(words("ประกาศ"), control("office.name", words(""), words("สพป.")))
    )


def test_blocks_lie_in_each_other_as_they_did() -> None:
    body = (
        par(start(1, "b", "for row in rows"), start(2, "b", "if not row.weak"), words("ก"), end(2))
        + par(start(3, "b", "if row.weak"), words("ข"), end(3), end(1))
        + par(words("ค"))
    )
    inside = control("if not row.weak", par(words("ก"))) + control("if row.weak", par(words("ข")))
    assert restored(body) == (
        expected(control("for row in rows", inside), par(words("ค"))), 3, []
    )  # fmt: skip


def test_of_two_that_begin_at_one_place_the_lower_number_is_around_the_other() -> None:
    body = par(start(2, "b", "if b"), start(1, "b", "if a"), words("ก"), end(1), end(2))
    assert restored(body)[0] == expected(control("if a", control("if b", par(words("ก")))))


def test_rows_cells_and_what_stands_in_them() -> None:
    body = table(
        row(
            cell(par(start(1, "r", "for row in rows"), start(2, "w", "row.name"), words("ก"),
                     end(2))),
            cell(par(start(3, "c", "if wide"), start(4, "b", "if x"), words("ข"), end(4))
                 + par(words("ค"), end(3), end(1))),
        )
    )  # fmt: skip
    second = cell(control("if x", par(words("ข"))), par(words("ค")))
    assert restored(body) == (
        expected(
            table(
                control(
                    "for row in rows",
                    row(cell(par(control("row.name", words("ก")))), control("if wide", second)),
                )
            )
        ),
        4,
        [],
    )


def test_a_block_of_a_table_is_around_the_table() -> None:
    body = table(row(cell(par(start(1, "b", "if a"), words("ก"))), cell(par(words("ข"), end(1)))))
    whole = table(row(cell(par(words("ก"))), cell(par(words("ข")))))
    assert restored(body)[0] == expected(control("if a", whole))


def test_a_block_from_a_table_into_the_text_holds_both() -> None:
    body = table(row(cell(par(start(1, "b", "if a"), words("ก"))))) + par(words("ข"), end(1))
    assert restored(body)[0] == expected(
        control("if a", table(row(cell(par(words("ก"))))), par(words("ข")))
    )


def test_an_end_before_the_next_words_leaves_them_out() -> None:
    body = par(start(1, "b", "if a"), words("ก")) + par(end(1), words("ข"))
    assert restored(body)[0] == expected(control("if a", par(words("ก"))), par(words("ข")))


def test_a_beginning_that_is_written_twice_begins_once() -> None:
    # LibreOffice 7.4 does so where the range spans a chart.
    twice = start(1, "b", "if a")
    body = par(twice, words("ก")) + par(twice, words("ข"), end(1))
    assert restored(body)[0] == expected(control("if a", par(words("ก")), par(words("ข"))))


@pytest.mark.parametrize("behind", ["1", " Copy 1", " 2"])
def test_a_copy_is_known_by_the_name_it_was_copied_from(behind: str) -> None:
    body = par(start(1, "w", "office.name", behind=behind), words("ก"), end(1))
    assert restored(body)[0] == expected(par(control("office.name", words("ก"))))


def test_words_that_were_deleted_leave_no_field() -> None:
    assert restored(par(start(1, "w", "office.name"), end(1), words("ก"))) == (
        expected(par(words("ก"))), 0, []
    )  # fmt: skip


@pytest.mark.parametrize(
    "body",
    {
        "words of two paragraphs":
            par(start(1, "w", "if a"), words("ก")) + par(words("ข"), end(1)),
        "a deleted block that came to stand in other words":
            par(start(1, "b", "if a"), end(1), words("ก")),
        "rows of two tables":
            table(row(cell(par(start(1, "r", "if a")))))
            + table(row(cell(par(words("ก"), end(1))))),
        "a block that ends outside of the one it begins in":
            par(start(2, "b", "if b"), words("ก")) + par(start(1, "b", "if a"), words("ข"), end(2))
            + par(words("ค"), end(1)),
        "a block in cells of a row that another frame repeats":
            table(row(cell(par(start(2, "r", "for b in bs"), start(3, "b", "if a"), words("ก"))),
                      cell(par(words("ข"), end(3), end(2))))),
        "rows outside a table": par(start(1, "r", "if a"), words("ก"), end(1)),
        "words that begin in another program's field":
            par(control("title", start(1, "w", "if a"), words("ก")), end(1)),
    }.items(),
    ids=lambda case: case[0],
)  # fmt: skip
def test_a_frame_whose_bounds_are_gone_is_told(body: tuple[str, str]) -> None:
    assert restored(body[1])[2] == ["template-frame-lost if a"]


def test_a_control_that_a_program_kept_is_not_put_twice() -> None:
    kept = par(start(1, "w", "office.name"), control("office.name", words("ก")), end(1))
    inside = par(control("office.name", start(1, "w", "office.name"), words("ก"), end(1)))
    for body in (kept, inside):
        assert restored(body) == (expected(par(control("office.name", words("ก")))), 0, [])


def test_bookmarks_of_frames_go_from_every_template_and_others_stay() -> None:
    other = '<w:bookmarkStart w:id="9" w:name="_Toc1"/><w:bookmarkEnd w:id="9"/>'
    body = par(start(1, "w", "office.name"), control("office.name", words("ก")), end(1), other)
    assert restored(body, lost=False) == (
        expected(par(control("office.name", words("ก")), other)), 0, []
    )  # fmt: skip
    # A frame that a person took away in Word is not put back.
    alone = par(start(1, "w", "office.name"), words("ก"), end(1))
    assert restored(alone, lost=False)[0] == expected(par(words("ก")))


def field(instruction: str, shown: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return (
        f"{mark.format('begin')}{code}{mark.format('separate')}{words(shown)}{mark.format('end')}"
    )


@pytest.mark.parametrize(
    ("instruction", "shown", "becomes"),
    [
        (r" PAGE \* ARABIC ", "ข", r" PAGE \* ThaiArabic "),
        (r" NUMPAGES \* ARABIC ", "กข", r" NUMPAGES \* ThaiArabic "),
        (r" PAGE \* ARABIC ", "2", r" PAGE \* ARABIC "),
        (r" PAGE \* ROMAN ", "ข", r" PAGE \* ROMAN "),
    ],
)
def test_page_numbers_get_their_thai_digits_back(
    instruction: str, shown: str, becomes: str
) -> None:
    body = par(words("ก "), field(instruction, shown), words(" ข"))
    assert restored(body)[0] == expected(par(words("ก "), field(becomes, shown), words(" ข")))
    assert restored(body, lost=False)[0] == expected(body)
