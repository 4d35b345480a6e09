"""What a worker does with a chunk of offices: every document first, then their PDFs in one start.

A worker loads the templates and starts the PDF engine by itself from a small ``Kit``; finished
bytes go back to the one publisher.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from ita_docs import documents
from ita_docs.batch.outcome import hash_office, hash_words
from ita_docs.documents import DocumentKind
from ita_docs.framework import load_frameworks
from ita_docs.model import Announcement, OfficeResult
from ita_docs.pdf import Engine, find_engine
from ita_docs.pipeline import (
    Frameworks,
    Options,
    announce,
    draft_document,
    open_template,
    prepare_office,
)
from ita_docs.problems import ItaDocsError, RenderingError
from ita_docs.word import Template

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KitTemplate:
    """One kind of document: its template by name and bytes, and the hash of all that the
    documents of every office share."""

    kind: str
    name: str
    content: bytes
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Kit:
    """What a worker needs beside the offices: a template per kind, engine's name, options."""

    templates: tuple[KitTemplate, ...]
    engine: str
    options: Options


class Order(NamedTuple):
    """An office to make: its folder, what it entered, and the kinds of document that are due.

    Its words are put together in the worker, so that no run holds those of more than a chunk.
    """

    folder: str
    result: OfficeResult
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """One document's outcome: the announcement or the error, and the seconds each stage took.

    ``fingerprint`` is the hash of all that it was made from, ``words`` of the office's own words
    and figures in it. ``trace`` is for the log: where a bug of ours struck.
    """

    folder: str
    kind: str
    announcement: Announcement | None
    error: ItaDocsError | None
    seconds: dict[str, float]
    fingerprint: str = ""
    words: str = ""
    trace: str = ""


def make_chunk(kit: Kit, orders: Sequence[Order]) -> list[Made]:
    """Make a chunk of offices: every Word document first, then their PDFs in one engine start.

    A document's failure is its own; the others of the chunk are made.
    """
    engine, frameworks = _load_engine(kit.engine), _load_frameworks()
    drafts: list[tuple[Made, bytes]] = []
    made: list[Made] = []
    for order in orders:
        for template in kit.templates:
            if template.kind in order.kinds:
                draft = _draft(kit, template, order, frameworks)
                if isinstance(draft, Made):
                    made.append(draft)
                else:
                    drafts.append(draft)
    begun = time.perf_counter()
    outcomes = _announce([docx for _, docx in drafts], engine, kit.options)
    share = (time.perf_counter() - begun) / max(1, len(drafts))
    for (one, _), outcome in zip(drafts, outcomes, strict=True):
        stages = one.seconds | ({"pdf": round(share, 4)} if engine else {})
        if isinstance(outcome, Announcement):
            made.append(replace(one, announcement=outcome, seconds=stages))
        else:
            made.append(Made(one.folder, one.kind, None, outcome, stages))
    places = {(order.folder, kind): i for i, order in enumerate(orders) for kind in order.kinds}
    return sorted(made, key=lambda one: places[one.folder, one.kind])


def _draft(
    kit: Kit, template: KitTemplate, order: Order, frameworks: Frameworks
) -> tuple[Made, bytes] | Made:
    """One Word document, with what it was made from; or why it could not be made."""
    begun = time.perf_counter()
    folder, kind = order.folder, template.kind
    try:
        loaded, document = _load_template(kind, template.name, template.content)
        prepared = prepare_office(order.result, frameworks, kit.options, document)
        docx = draft_document(prepared, loaded, kit.options)
    except ItaDocsError as error:
        return Made(folder, kind, None, error, {})
    except Exception as error:  # noqa: BLE001 - one office's bug must not sink the others
        trace = traceback.format_exc()
        return Made(folder, kind, None, explain(error), {}, trace=trace)
    hashes = hash_office(template.ground, prepared), hash_words(prepared)
    seconds = {"docx": round(time.perf_counter() - begun, 4)}
    return Made(folder, kind, None, None, seconds, *hashes), docx


def is_loss(error: Exception) -> bool:
    """Whether a worker was killed (by memory, a person, a crash), here or at Dask's."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def explain(error: Exception) -> RenderingError:
    """Why a document could not be made, of an error that nobody foresaw."""
    if isinstance(error, ItaDocsError):
        return RenderingError(error.code, error.at, **error.values)
    if is_loss(error):
        return RenderingError("worker-lost")
    return RenderingError("rendering-failed", reason=f"{type(error).__name__}: {error}")


def _announce(
    drafts: list[bytes], engine: Engine | None, options: Options
) -> Sequence[Announcement | ItaDocsError]:
    try:
        return announce(drafts, engine, options)
    except ItaDocsError as error:
        return [error] * len(drafts)
    except Exception as error:
        logger.exception("converting")
        return [explain(error)] * len(drafts)


_load_frameworks = cache(load_frameworks)


@lru_cache(maxsize=4)
def _load_template(kind: str, name: str, content: bytes) -> tuple[Template, DocumentKind]:
    document = next(known for known in documents.KINDS if known.name == kind)
    return open_template(name, content, document), document


@lru_cache(maxsize=2)
def _load_engine(name: str) -> Engine | None:
    return find_engine(name)
