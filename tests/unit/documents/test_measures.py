import pytest

from ita_docs.documents.measures import _lead


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("สำนักงานภูเก็ต", "สำนักงานภูเก็ตได้จัดทำ"),
        ("สำนักงานลำปาง เขต ๑", "สำนักงานลำปาง เขต ๑ ได้จัดทำ"),
        ("สำนักงานตัวอย่าง (สมมติ)", "สำนักงานตัวอย่าง (สมมติ) ได้จัดทำ"),
        ("สำนักงานอุดรธานี", "สำนักงานอุดรธานีได้จัดทำ"),
    ],
)
def test_a_verb_stands_close_to_a_name_but_not_to_a_numeral_or_bracket(
    name: str, sentence: str
) -> None:
    assert _lead(name) + "ได้จัดทำ" == sentence
