"""docxtpl's own objects as values of a context: formatted texts, listings and pictures.

Formatted texts and listings are texts that bring their XML; printing one costs no more than
printing a text. A picture adds a part to the package, which only docxtpl's own document knows how
to do: for a template that prints pictures one is opened per office, the pictures go into it while
our compiled parts are rendered, and its package takes the place of the template's.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate, InlineImage
from markupsafe import Markup

from ita_docs.ooxml.package import write_package
from ita_docs.problems import InputError, Location, TemplateError
from ita_docs.word.emblem import read_picture
from ita_docs.word.package import Package
from ita_docs.word.placeholders import PLACES, Shape

SPELLED = (("\a", "<?paragraph\n?>"), ("\f", "<?page\n?>"))
"""docxtpl's signs for a new paragraph and a new page. No plain text may hold them; an object's are
spelled in a way that no text can have, since ``<`` is escaped in every text, and with a line end,
so that they count as one."""


class OpenedDocument:
    """A template opened in docxtpl for one office, which pictures are put into."""

    def __init__(self, name: str, package: Package) -> None:
        self._name = name
        self._docxtpl = DocxTemplate(BytesIO(write_package(package.members.values())))
        self._docxtpl.render_init()
        parts = self._docxtpl.docx.part.package.iter_parts()
        self._parts = {part.partname.lstrip("/"): part for part in parts}

    def turn_to(self, part: str) -> None:
        """Say which part is rendered next: its pictures become its own relationships."""
        self._docxtpl.current_rendering_part = self._parts.get(part)

    def place(self, picture: InlineImage) -> InlineImage:
        """The picture bound to this document; it is put in when it is printed.

        Raises TemplateError (``template-picture-refused``) before anything else reads it.
        """
        file = picture.image_descriptor
        try:
            read_picture(file.getvalue() if isinstance(file, BytesIO) else Path(file).read_bytes())
        except InputError as error:
            raise TemplateError("template-picture-refused", Location(self._name)) from error
        return InlineImage(self._docxtpl, file, picture.width, picture.height, picture.anchor)

    def package(self) -> Package:
        """The template's package with the pictures that were put in."""
        out = BytesIO()
        self._docxtpl.docx.save(out)
        return Package.read(out.getvalue())


def prepare_objects(shape: Shape, value: Any, opened: OpenedDocument | None) -> Any:
    """The value (of a context, or in one) with its objects ready to be printed.

    Raises TypeError for a value of another kind than the schema says, and for a text with links:
    a link is a relationship of a document that docxtpl has open, and here there is none yet.
    """
    if shape.item is not None:
        return [prepare_objects(shape.item, item, opened) for item in value]
    if shape.kind is dict:
        fields = {name: field for name, field in shape.fields.items() if name in value}
        ready = {
            name: prepare_objects(field, value[name], opened) for name, field in fields.items()
        }
        return {**value, **ready}
    if shape.kind not in PLACES:
        return value
    xml: str = getattr(value, "xml", "")
    if not isinstance(value, shape.kind) or 'r:id="' in xml:
        raise TypeError(f"{shape.path} is no {shape.kind.__name__} without links: {value!r}")
    if isinstance(value, InlineImage):
        return opened.place(value) if opened is not None else value
    for sign, spelled in SPELLED:
        xml = xml.replace(sign, spelled)
    return Markup(xml)  # noqa: S704 - docxtpl has escaped the words in it
