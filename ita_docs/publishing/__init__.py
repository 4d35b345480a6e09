"""Finished files into the output folder: whole or not at all, both of an office or neither.

An office's files are written into a staging folder beside the outputs, flushed to the disk (those
of many offices together), and take the place of the office's folder by one exchange of names.
What a person put there or changed is never lost: it stays, or takes a dated name beside.
"""

from __future__ import annotations

from ita_docs.publishing.disk import drop_folder, explain_os_error, move_file, write_new
from ita_docs.publishing.holding import hold_outputs, peek_outputs
from ita_docs.publishing.leftovers import WORK_FOLDER, read_folder, read_name, set_aside, write_part
from ita_docs.publishing.names import BANGKOK, make_safe_name, name_files, name_folder
from ita_docs.publishing.placing import publish_together, remove_document
from ita_docs.publishing.publication import (
    Edited,
    Publication,
    Published,
    find_edited,
    read_standing,
)
from ita_docs.publishing.single import place_file
from ita_docs.publishing.standing import (
    NOTHING,
    describe_file,
    identify,
    read_regular,
    refuse_links,
)

__all__ = [
    "BANGKOK",
    "NOTHING",
    "WORK_FOLDER",
    "Edited",
    "Publication",
    "Published",
    "describe_file",
    "drop_folder",
    "explain_os_error",
    "find_edited",
    "hold_outputs",
    "identify",
    "make_safe_name",
    "move_file",
    "name_files",
    "name_folder",
    "peek_outputs",
    "place_file",
    "publish_together",
    "read_folder",
    "read_name",
    "read_regular",
    "read_standing",
    "refuse_links",
    "remove_document",
    "set_aside",
    "write_new",
    "write_part",
]
