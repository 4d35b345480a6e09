"""What an assessor asks of the documents and whether they have it, counted once for every form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ita_docs.model import DocumentReport, OfficeReport, OfficeStatus, RunReport
from ita_docs.problems import Lang, Words


@dataclass(frozen=True, slots=True)
class ReadyFigures:
    """What an assessor asks of one kind of document, over all offices: how many documents there
    are, how many lack any of it, and of each thing its words and how many have it."""

    kind: str
    label: str
    documents: int
    lacking: int
    things: tuple[tuple[Words, int], ...]


def find_readiness(office: OfficeReport, document: DocumentReport) -> Mapping[str, bool]:
    """What an assessor asks of a document, and whether it has it; empty where nobody can say: it
    is not of the data that this run read, or a person changed it."""
    ours = document.status in (OfficeStatus.PRODUCED, OfficeStatus.CURRENT)
    return office.readiness.get(document.kind, {}) if ours else {}


def name_readiness(
    report: RunReport, office: OfficeReport, document: DocumentReport, lang: Lang
) -> tuple[list[str], list[str]]:
    """What an assessor asks of a document and finds there, and what is missing; nothing of either
    where nobody can say."""
    names: dict[bool, list[str]] = {True: [], False: []}
    for name, there in find_readiness(office, document).items():
        words = report.asked[document.kind][name]
        names[there].append(words.th if lang == "th" else words.en)
    return names[True], names[False]


def measure_readiness(report: RunReport) -> tuple[ReadyFigures, ...]:
    """What an assessor asks over all documents, a kind each; the kinds without any are left out."""
    counted: dict[str, Counter[str]] = {kind: Counter() for kind in report.asked}
    labels: dict[str, str] = {}
    for office in report.offices:
        for document in office.documents:
            found = find_readiness(office, document)
            if found:
                labels[document.kind] = document.label
                count = counted[document.kind]
                count.update(name for name, there in found.items() if there)
                count[""] += 1
                count["*"] += not all(found.values())
    return tuple(
        ReadyFigures(
            kind,
            labels[kind],
            count[""],
            count["*"],
            tuple((words, count[name]) for name, words in report.asked[kind].items()),
        )
        for kind, count in counted.items()
        if kind in labels
    )
