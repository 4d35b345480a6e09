from __future__ import annotations

import hashlib
import pickle
import re
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from ita_docs.framework import SHORT_NAME, Framework, Scale, load_framework, load_frameworks
from ita_docs.model import INDICATOR_NUMBERS, FiscalYear, Instrument, Office
from ita_docs.problems import FrameworkError, Location

IIT, EIT, OIT = Instrument.IIT, Instrument.EIT, Instrument.OIT
FRAMEWORKS = load_frameworks()
LETTERS = FRAMEWORKS[FiscalYear(2562)]
WORDS = FRAMEWORKS[FiscalYear(2568)]

# Closed years are frozen: a document of such a year must come out the same tomorrow. A change
# here needs new evidence, a line in the changelog, and documents issued again.
CLOSED_YEARS: dict[int, str] = {
    2562: "8c656d7df50a8db5e19dcfbc60d03a9c1ee2bdd518e9c0063606e1b4667b8aac",
    2563: "f45b1a47e010b8d7da6e41041a276ac59d7ffb735af824dbce4f7695b07afe8e",
    2564: "b7918aae09d7849e8536fee58c5575c2b88971692fa306881c5b0c289c108f77",
    2565: "615d4315b5ea273fcc53d950f3ad574f01bf1cf6fa21fd7b1b42adde6bf20b5c",
    2566: "538dee6449e63b1412ffb431380db301fcb68028d1be85957fdd4ddc0376faa5",
    2567: "9c10688b6065cb97337b75cbc114fb44ab7308121cb6b05ccfb255221b583731",
    2568: "010b7b9fa7c46af87611644c9fcc010c5b4ceddb7efffb43ac335bb73fbcfbab",
}


def year_text(year: int) -> str:
    return (files("ita_docs") / "frameworks" / f"{year}.toml").read_text(encoding="utf-8")


def load_changed(folder: Path, old: str, new: str, *, year: int = 2562) -> Framework:
    text = year_text(year)
    assert old in text
    file = folder / f"{year}.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_framework(file)


# --- the shipped years ----------------------------------------------------------------------------


def test_the_years_2562_to_2569_are_there_oldest_first() -> None:
    assert [year.be for year in FRAMEWORKS] == list(range(2562, 2570))


@pytest.mark.parametrize("year", sorted(CLOSED_YEARS))
def test_a_closed_year_is_frozen(year: int) -> None:
    assert FRAMEWORKS[FiscalYear(year)].sha256 == CLOSED_YEARS[year]


def test_every_year_but_the_last_is_closed() -> None:
    assert sorted(CLOSED_YEARS) == [year.be for year in FRAMEWORKS][:-1]


@pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=map(str, FRAMEWORKS))
class TestEveryYear:
    def test_the_catalogue_has_a_whole_measure_for_every_indicator(
        self, framework: Framework
    ) -> None:
        assert sorted(framework.measures) == list(INDICATOR_NUMBERS)
        for measure in framework.measures.values():
            assert measure.responsible
            assert 2 <= len(measure.steps) <= 5
            assert measure.monitor == (f"ทีมบริหาร {SHORT_NAME}",)

    def test_only_the_four_published_measures_are_not_drafts(self, framework: Framework) -> None:
        published = [number for number, item in framework.measures.items() if not item.draft]
        assert sorted(published) == [2, 7, 8, 10]

    def test_no_line_of_a_measure_carries_its_own_number_or_dash(
        self, framework: Framework
    ) -> None:
        for item in framework.measures.values():
            for line in (*item.responsible, *item.steps, *item.monitor):
                assert not re.match(r"[-–•]|[0-9๐-๙]+[.)]", line), line

    def test_it_says_what_it_rests_on_and_what_is_not_established(
        self, framework: Framework
    ) -> None:
        assert framework.references
        assert framework.not_established

    def test_the_weights_are_30_30_40_and_the_target_85(self, framework: Framework) -> None:
        assert {rule.instrument: rule.weight for rule in framework.instruments} == {
            IIT: Decimal("0.3"),
            EIT: Decimal("0.3"),
            OIT: Decimal("0.4"),
        }
        assert framework.target == 85
        assert framework.places == 2

    def test_no_text_has_a_misspelling_that_no_eye_sees(self, framework: Framework) -> None:
        text = year_text(framework.year.be)
        assert not re.search("เเ|ํ[่-๋]?า|[\u200b-\u200f\ufeff\u00a0]", text)


@pytest.mark.parametrize("year", range(2562, 2566))
def test_letters_are_settled_until_2565(year: int) -> None:
    framework = FRAMEWORKS[FiscalYear(year)]
    assert framework.scale is Scale.LETTERS
    assert framework.settled
    assert [level.name for level in framework.levels] == ["AA", "A", "B", "C", "D", "E", "F"]


@pytest.mark.parametrize("year", range(2566, 2570))
def test_words_are_not_settled_from_2566(year: int) -> None:
    framework = FRAMEWORKS[FiscalYear(year)]
    assert framework.scale is Scale.WORDS
    assert not framework.settled
    assert [level.name for level in framework.levels] == [
        "ผ่านดีเยี่ยม",
        "ผ่านดี",
        "ผ่าน",
        "ต้องปรับปรุง",
        "ต้องปรับปรุงโดยด่วน",
    ]


def test_the_measures_of_the_announcement_are_word_for_word() -> None:
    assert LETTERS.measures[2].responsible == ("กลุ่มนโยบายและแผน", "กลุ่มบริหารงานการเงินและสินทรัพย์")
    assert LETTERS.measures[8].steps == (
        "นำเทคโนโลยีมาใช้ในการให้บริการ",
        "ปรับปรุงกระบวนการทำงาน การให้บริการ",
    )
    assert LETTERS.measures[10].steps[2] == (
        "ดำเนินการประเมินความเสี่ยงและวางมาตรการป้องกันความเสี่ยงพร้อมทั้งติดตามการดำเนินงานตามมาตรการที่วางไว้"
    )


@pytest.mark.parametrize(
    ("year", "measures", "followup", "settled"),
    [
        (2563, "o42", "o43", True),
        (2566, "o42", "o43", True),
        (2567, "o34", "o35", False),
        (2568, "o27", "o28", False),
        (2569, "o25", "o26", False),
    ],
)
def test_the_checklist_code_of_the_year(
    year: int, measures: str, followup: str, settled: bool
) -> None:
    documents = FRAMEWORKS[FiscalYear(year)].documents
    assert (documents["measures"].code, documents["followup"].code) == (measures, followup)
    assert documents["measures"].settled is settled


def test_a_framework_crosses_process_boundaries() -> None:
    assert pickle.loads(pickle.dumps(WORDS)) == WORDS


# --- its arithmetic and look-ups ------------------------------------------------------------------


PHAYAO = dict(
    enumerate(
        (
            *map(Decimal, ("91.27", "80.64", "87.48", "82.27", "78.98")),
            *map(Decimal, ("88.23", "78.27", "80.22")),
            *map(Decimal, ("65.62", "42.56")),
        ),
        start=1,
    )
)


def test_instruments_are_exact() -> None:
    assert LETTERS.instrument_score(OIT, PHAYAO) == Decimal("54.09")
    assert LETTERS.weighted_score(IIT, PHAYAO) == Decimal("25.2384")
    assert LETTERS.weighted_score(EIT, PHAYAO) == Decimal("24.672")


def test_a_mean_of_three_loses_nothing_once_weighted() -> None:
    scores = dict.fromkeys(INDICATOR_NUMBERS, Decimal(0)) | {6: Decimal("100.00")}
    assert LETTERS.weighted_score(EIT, scores) == 10


def test_the_level_compares_rounded_figures() -> None:
    means = dict.fromkeys(Instrument, Decimal("90"))
    assert LETTERS.level(Decimal("84.994"), means) == "B"
    assert LETTERS.level(Decimal("84.995"), means) == "A"
    assert WORDS.level(Decimal("96"), means) == "ผ่านดี"
    assert WORDS.level(Decimal("96"), means | {EIT: Decimal("84.994")}) == "ผ่าน"


@pytest.mark.parametrize(("score", "weak"), [("84.99", True), ("84.995", False), ("85", False)])
def test_weak_is_less_than_the_target_once_rounded(score: str, weak: bool) -> None:
    assert LETTERS.is_weak(Decimal(score)) is weak


def test_what_rounding_moves() -> None:
    # Half a hundredth for a published figure itself, and the weight's part of it for the mean.
    assert LETTERS.half_unit == Decimal("0.005")
    assert LETTERS.tolerance(IIT) == Decimal("0.0065")
    assert LETTERS.tolerance(OIT) == Decimal("0.0070")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("การใช้ทรัพย์สินของทางราชการ", 4),
        ("การ ปรับปรุงการทำงาน", 8),
        ("การใช้อํานาจ", 3),
        ("การบริหารงาน", None),
    ],
)
def test_an_indicator_is_found_by_name_or_spelling(text: str, number: int | None) -> None:
    found = LETTERS.find_indicator(text)
    assert (found.number if found else None) == number


@pytest.mark.parametrize(
    ("text", "name"), [("ผ่าน ดีเยี่ยม", "ผ่านดีเยี่ยม"), (" ผ่าน", "ผ่าน"), ("AA", None)]
)
def test_a_level_is_found_whatever_its_spaces(text: str, name: str | None) -> None:
    found = WORDS.find_level(text)
    assert (found.name if found else None) == name


def test_a_letter_is_found_whatever_its_case() -> None:
    found = LETTERS.find_level("aa")
    assert found is not None
    assert found.name == "AA"


def test_an_indicator_out_of_range_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        LETTERS.indicator(11)


def test_a_measure_of_the_catalogue_names_the_office() -> None:
    measure = LETTERS.measure(7, Office("สำนักงาน", "สพม.{ก}"))
    assert measure is not None
    assert measure.monitor == ("ทีมบริหาร สพม.{ก}",)
    assert LETTERS.measure(11, Office("สำนักงาน", "สพม.")) is None


# --- faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("year = 2562", "", "year"),
        ("year = 2562", 'year = "2562"', "year"),
        ("year = 2562", "year = 2019", "year"),
        ("year = 2562", "year = true", "year"),
        ("year = 2562", "year = 2562\nyaer = 2562", "yaer"),
        ("places = 2", "places = -1", "rounding.places"),
        ('mode = "half-up"', 'mode = "half-even"', "rounding.mode"),
        ('score = "85"', "score = 85.0", "target.score"),
        ('score = "85"', 'score = "101"', "target.score"),
        ('score = "85"', 'score = "๘๕"', "target.score"),
        ('score = "85"', 'score = "8e1"', "target.score"),
        ('score = "85"\nreference', 'score = "85"\nrefrence', "target.reference"),
        ('name = "letters"', 'name = "numbers"', "scale.name"),
        ("settled = true", 'settled = "yes"', "scale.settled"),
        ('weight = "0.30"', 'weight = "0.31"', "instruments"),
        ('weight = "0.30"', "weight = 0.30", "instruments.IIT.weight"),
        ("[instruments.EIT]", "[instruments.EET]", "instruments.EIT.name"),
        ("number = 1\n", "number = 2\n", "instruments"),
        ("number = 1\n", "number = 11\n", "instruments.IIT.indicators[1].number"),
        ('name = "การปฏิบัติหน้าที่"', 'name = ""', "instruments.IIT.indicators[1].name"),
        ('name = "การปฏิบัติหน้าที่"', 'name = "การใช้งบประมาณ"', "instruments"),
        ('name = "การปฏิบัติหน้าที่"', 'name = "ก"\nalias = "ข"', "instruments.IIT.indicators[1].alias"),
        ('[levels.A]\ntotal_min = "85"', '[levels.A]\ntotal_min = "75"', "levels.B"),
        ('[levels.A]\ntotal_min = "85"', "[levels.A]\ntotal_min = 85.0", "levels.A.total_min"),
        ('[levels.A]\ntotal_min = "85"', '[levels.A]\ntotal = "85"', "levels.A.total_min"),
        ('[levels.F]\ntotal_min = "0"', '[levels.F]\ntotal_min = "1"', "levels.F"),
        ("[levels.A]", "[levels.aa]", "levels"),
        ("[measures.3]", "[measures.11]", "measures.11"),
        ("[measures.3]", "[measures.03]", "measures.03"),
        ('[measures.1]\nstatus = "draft"', '[measures.1]\nstatus = "final"', "measures.1.status"),
        ("ทีมบริหาร {short_name}", "ทีมบริหาร {shortname}", "measures.1.monitor"),
        ("steps = [", "step = [", "measures.1.steps"),
        ("references = [", "references = []\nother = [", "references"),
    ],
)
def test_an_unsound_file_is_named_by_its_key(tmp_path: Path, old: str, new: str, part: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        load_changed(tmp_path, old, new)
    assert caught.value.code == "framework-unsound"
    assert caught.value.at == Location("2562.toml", part=part)
    assert all(caught.value.values["fault"])


def test_an_unsettled_scale_must_say_what_is_not_established(tmp_path: Path) -> None:
    text = re.sub(r"not_established = \[.*?\n\]\n", "", year_text(2568), flags=re.DOTALL)
    file = tmp_path / "2568.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        load_framework(file)
    assert caught.value.at == Location("2568.toml", part="scale.settled")


@pytest.mark.parametrize("content", [b"year = ", b"\xff\xfe", b"year = 2562\nyear = 2562"])
def test_a_file_that_is_not_toml_is_unsound(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "2562.toml"
    file.write_bytes(content)
    with pytest.raises(FrameworkError) as caught:
        load_framework(file)
    assert caught.value.code == "framework-unsound"


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError) as caught:
        load_framework(tmp_path / "2562.toml")
    assert caught.value.code == "framework-missing"


def test_an_empty_or_absent_folder_is_missing(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(FrameworkError) as caught:
            load_frameworks(folder)
        assert caught.value.code == "framework-missing"


def test_a_file_not_named_by_its_year_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2562 copy.toml").write_text(year_text(2562), encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        load_frameworks(tmp_path)
    assert caught.value.at == Location("2562 copy.toml")


def test_a_file_of_another_year_than_its_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2570.toml").write_text(year_text(2569), encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        load_frameworks(tmp_path)[FiscalYear(2570)]
    assert caught.value.at == Location("2570.toml", part="year")


def test_one_unsound_year_leaves_the_others_usable(tmp_path: Path) -> None:
    (tmp_path / "2562.toml").write_text("broken", encoding="utf-8")
    (tmp_path / "2563.toml").write_text(year_text(2563), encoding="utf-8")
    frameworks = load_frameworks(tmp_path)
    assert [year.be for year in frameworks] == [2562, 2563]
    assert FiscalYear(2562) in frameworks
    assert FiscalYear(2564) not in frameworks
    assert frameworks.get(FiscalYear(2564)) is None
    assert frameworks[FiscalYear(2563)].year == FiscalYear(2563)


def test_a_year_is_parsed_once(tmp_path: Path) -> None:
    (tmp_path / "2562.toml").write_text(year_text(2562), encoding="utf-8")
    frameworks = load_frameworks(tmp_path)
    assert frameworks[FiscalYear(2562)] is frameworks[FiscalYear(2562)]


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "2562.toml"
    file.write_text(year_text(2562), encoding="utf-8")
    assert load_framework(file).sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


# --- how weak points are told ---------------------------------------------------------------------


@pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=map(str, FRAMEWORKS))
def test_every_year_says_how_many_of_the_lowest_are_to_be_improved(framework: Framework) -> None:
    assert (framework.two_classes, framework.lowest) == (False, 3)


def test_a_years_own_file_says_how_its_weak_points_are_told(tmp_path: Path) -> None:
    own = '[weak]\nsections = "two"\nlowest = 0\nreference = "ก"\n\n[scale]\n'
    framework = load_changed(tmp_path, "[scale]\n", own)
    assert (framework.two_classes, framework.lowest) == (True, 0)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('sections = "one"', 'sections = "three"', "weak.sections"),
        ("lowest = 3", "lowest = 11", "weak.lowest"),
        ("lowest = 3\n", "", "weak.lowest"),
        ("lowest = 3\n", "lowest = 3\nhighest = 1\n", "weak.highest"),
    ],
)
def test_an_unsound_rule_of_weak_points_is_named(
    tmp_path: Path, old: str, new: str, part: str
) -> None:
    with pytest.raises(FrameworkError) as caught:
        load_changed(tmp_path, old, new, year=2569)
    assert caught.value.at is not None
    assert caught.value.at.part == part


def test_a_year_of_which_nothing_is_known_must_say_it_itself(tmp_path: Path) -> None:
    text = year_text(2562).replace("year = 2562", "year = 2570")
    (tmp_path / "2570.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        load_framework(tmp_path / "2570.toml")
    assert caught.value.at is not None
    assert caught.value.at.part == "weak"
