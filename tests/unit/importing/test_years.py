"""Which fiscal years a text claims, and which it only mentions."""

import pytest

from ita_docs.importing.years import find_years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", {2567}),
        ("ผลการประเมิน ITA ปี 2567", {2567}),
        ("ITA68", {2568}),
        ("ita 68", {2568}),
        ("ปีงบ 67", {2567}),
        ("พ.ศ.66", {2566}),
        ("2565", {2565}),
        ("11a ita2567", {2567}),
        ("คะแนนย้อนหลัง 2564-2567", {2564, 2565, 2566, 2567}),
        ("เปรียบเทียบปี 2566 และ 2567", {2566, 2567}),
        ("ผลปี 2567 ณ วันที่ 5 ม.ค. 2568", {2567}),
        ("มาตรการ ประจำปี 2568 จากผลการประเมิน ITA ปี 2567", {2567}),
    ],
)
def test_a_text_claims_the_years_of_results(text: str, years: set[int]) -> None:
    assert find_years(text).years == years


@pytest.mark.parametrize(
    "text",
    [
        "68",
        "แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. 2568",
        "มาตรการส่งเสริมคุณธรรม ปี 2568",
        "ข้อมูล ณ วันที่ 30 กันยายน พ.ศ. 2567",
        "15/01/2568",
        "ที่ ศธ 04088/2568",
        "ครั้งที่ 1/2568",
        "ITA 85.50",
        "ITA 66 คะแนน",
        "2567.50",
    ],
)
def test_dates_plans_letters_and_scores_claim_nothing(text: str) -> None:
    assert find_years(text).years == frozenset()


def test_a_year_of_the_common_era_claims_nothing_alone() -> None:
    assert find_years("ITA 2024").years == frozenset()
    assert find_years("ITA 2024").foreign == {2567}


def test_the_rest_is_the_text_without_the_year_and_its_words() -> None:
    assert find_years("คะแนน ปีงบประมาณ พ.ศ. 2567").rest == "คะแนน"
    assert find_years("ปีงบประมาณ 2567").rest == ""
    assert find_years("ผล  ป.ป.ช.").rest == "ผล ป.ป.ช."
