"""Finished files into the output folder: whole or not at all, both of an office or neither.

An office's files are written into a staging folder beside the outputs, flushed to the disk (those
of many offices together), and take the place of the office's folder by one exchange of names.
What a person put there or changed is never lost: it stays, or takes a dated name beside.
"""

from __future__ import annotations

from ita_docs.publishing.disk import explain_os_error
from ita_docs.publishing.holding import hold_outputs
from ita_docs.publishing.leftovers import WORK_FOLDER
from ita_docs.publishing.names import BANGKOK, name_files, name_folder
from ita_docs.publishing.placing import publish_together, remove_document
from ita_docs.publishing.publication import (
    Edited,
    Publication,
    Published,
    find_edited,
    read_standing,
)
from ita_docs.publishing.single import place_file, publish_single
from ita_docs.publishing.standing import describe_file, identify

__all__ = [
    "BANGKOK",
    "WORK_FOLDER",
    "Edited",
    "Publication",
    "Published",
    "describe_file",
    "explain_os_error",
    "find_edited",
    "hold_outputs",
    "identify",
    "name_files",
    "name_folder",
    "place_file",
    "publish_single",
    "publish_together",
    "read_standing",
    "remove_document",
]
