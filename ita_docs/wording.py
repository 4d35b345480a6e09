"""The sentences of problems and errors, made at the end, in the one language of the run.

A problem carries values; what a reader gets is made here and nowhere else:

    Problem("weighted-score-too-high", at, office, {"published": Digits("90.00"), ...})
      th  … 'คะแนน'!L2: คะแนน IIT ที่กรอก ๙๐.๐๐ …
      en  … 'คะแนน'!L2: the IIT score typed, 90.00, …
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ita_docs.problems import Digits, ItaDocsError, Lang, Location, Problem, Value, Words
from ita_docs.thai import to_thai_digits

# C0 without tab and line feed, DEL and C1, bidirectional marks, embeddings, overrides, isolates,
# line and paragraph separators, halves of surrogate pairs.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)

# What another program or library said, however long: the values of the JSON hold all of it.
_OTHERS_WORDS = frozenset({"reason", "log", "detail"})
MOST_OF_OTHERS = 40
"""Letters of another program's words that a sentence repeats, so that it stays a sentence."""

Found = Problem | ItaDocsError
"""What has words in the problem table."""


def show_plainly(text: str) -> str:
    """A text without what a terminal, a log or a mail would obey instead of showing.

    Control characters and the signs that turn the writing round appear as they are escaped in
    Python: ``\\x1b[2J`` for what would clear the screen, ``\\u202e`` for what would hide an
    ending. Line ends and tabs stay; so do the joiners that Thai and Indic writing needs.
    """
    return _OBEYED.sub(lambda match: ascii(match.group())[1:-1], text)


def phrase(key: str, lang: Lang, **values: object) -> str:
    """One phrase of messages.toml, filled."""
    from ita_docs.sections import load_phrases  # what has nothing to say (--version) reads none

    return load_phrases("messages.toml")[key][lang].format_map(values)


class Blanks(dict[str, str]):
    """Fills every place of a sentence with an ellipsis, to show the sentence by itself."""

    def __missing__(self, key: str) -> str:
        return "…"


def write_text(found: Found, lang: Lang) -> str:
    """What is wrong, one sentence."""
    return _fill(found.kind.text[lang], found.values, lang)


def write_cure(found: Found, lang: Lang) -> str:
    """What to do about it, one sentence."""
    return _fill(found.kind.cure[lang], found.values, lang)


def write_more(found: Found, lang: Lang) -> str:
    """The reasons and candidates behind it, empty where there are none."""
    return _fill(found.kind.more[lang], found.values, lang)


def write_line(found: Found, lang: Lang) -> str:
    """The whole problem on one line: address, what is wrong, what to do."""
    text = f"{write_text(found, lang)} {write_cure(found, lang)}"
    line = f"{found.at}: {text}" if found.at is not None else text
    return " ".join(line.split())


def describe_problem(
    problem: Problem, lang: Lang, accepted: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The one JSON shape of a problem: for check, build, batch, template check and the run report.

    ``accepted`` are the codes that ``--accept`` let pass; ``values`` are those of the sentence,
    in the language of the run.
    """
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "accepted": problem.code in accepted,
        "office": problem.office,
        "at": describe_location(problem.at),
        "title": problem.kind.title[lang],
        "text": write_text(problem, lang),
        "cure": write_cure(problem, lang),
        "more": write_more(problem, lang),
        "values": {name: _say(problem.values[name], lang) for name in sorted(problem.values)},
    }


def describe_location(at: Location | None) -> dict[str, str | None] | None:
    """An address for JSON: its parts, and ``text`` as a person pastes it into the Name Box."""
    if at is None:
        return None
    return {**at._asdict(), "text": str(at)}


def _fill(sentence: str, values: Mapping[str, Value], lang: Lang) -> str:
    if "{" not in sentence and "}" not in sentence:  # most cures, and nearly every "more"
        return sentence
    said = {name: _say(value, lang) for name, value in values.items()}
    for name in _OTHERS_WORDS & said.keys():
        if len(said[name]) > MOST_OF_OTHERS:
            said[name] = said[name][: MOST_OF_OTHERS - 1] + "…"
    return sentence.format_map(said)


def _say(value: Value, lang: Lang) -> str:
    if isinstance(value, Words):
        return value.th if lang == "th" else value.en
    return to_thai_digits(value) if lang == "th" and isinstance(value, Digits) else str(value)
