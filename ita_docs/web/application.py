"""The addresses of the page, and what each does; who may ask is the guard's business.

What changes something is a POST and leads back to the page, to the step that it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from ita_docs.problems import InputError
from ita_docs.web.acts import XLSX, Acts, Fields, attach, name_step
from ita_docs.web.contents import Received
from ita_docs.web.guard import Guard, Pass
from ita_docs.web.own_files import load_words, read_own
from ita_docs.web.uploads import ENDINGS, PICTURES, TooMuchError, Uploads, read_small
from ita_docs.web.view import build_page, tell
from ita_docs.web.workplace import Workplace

if TYPE_CHECKING:
    pass

_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_OWN = {
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "THSarabunNew-Regular.ttf": "font/ttf",
    "THSarabunNew-Bold.ttf": "font/ttf",
}


def build_application(
    workplace: Workplace, own: Pass, touched: Callable[[], None], close: Callable[[], None]
) -> ASGIApp:
    """The page behind its guard; ``close`` ends the server once the answer has gone."""
    desk = _Desk(workplace, own, close)
    own_files = [Route(f"/{name}", _serve_own) for name in _OWN]
    routes = [
        Route("/", desk.show),
        Route("/progress", desk.tell_progress),
        Route("/picture/{office:int}/{kind}/{page:int}.png", desk.show_picture),
        Route("/file/{office:int}/{kind}/{ending}", desk.give_file),
        Route("/marked/{place:int}", desk.give_marked),
        Route("/imported.xlsx", desk.give_imported),
        Route("/upload", desk.receive, methods=["POST"]),
        *(Route(f"/{name}", desk.take(act), methods=["POST"]) for name, act in desk.acts.items()),
        *own_files,
    ]
    return Guard(Starlette(routes=[Mount(own.base, routes=routes)]), own, touched)


class _Desk:
    """Answers requests from the workplace, and passes on what the person wants done."""

    def __init__(self, workplace: Workplace, own: Pass, close: Callable[[], None]) -> None:
        self._workplace = workplace
        self._uploads = Uploads(workplace.folder)
        self.acts = Acts(workplace, self._uploads, own.base, close).by_name

    # --- what is shown ----------------------------------------------------------------------------

    def show(self, request: Request) -> Response:
        """The page."""
        office = request.query_params.get("office", "0")
        place = int(office) if office.isdecimal() and len(office) < 6 else 0
        return Response(build_page(self._workplace, place), media_type="text/html; charset=utf-8")

    def tell_progress(self, _request: Request) -> Response:
        """How far the work has come, for the script that waits for it."""
        work = self._workplace.work
        words = load_words(self._workplace.lang)
        return JSONResponse(
            {
                "working": work is not None,
                "version": self._workplace.version,
                "step": name_step(self._workplace),
                "text": "" if work is None else words.get(f"work.{work.stage or work.name}", ""),
                "done": 0 if work is None else work.done,
                "total": 0 if work is None else work.total,
            }
        )

    def show_picture(self, request: Request) -> Response:
        """One page of one document as PNG; nothing where it was let go of a moment ago."""
        made, path = self._workplace.made, request.path_params
        if made is None:
            return Response(status_code=204)
        pages = self._workplace.pictures.draw(made, path["office"], path["kind"])
        if not 1 <= path["page"] <= len(pages):
            return Response(status_code=204)
        return Response(pages[path["page"] - 1], media_type="image/png")

    def give_file(self, request: Request) -> Response:
        """One Word file or PDF to keep."""
        made, path = self._workplace.made, request.path_params
        if made is None or path["ending"] not in _KINDS:
            return Response(status_code=404)
        found = made.find_file(path["office"], path["kind"], f".{path['ending']}")
        if found is None:
            return Response(status_code=404)
        file, produced = found
        if not file.is_file():  # let go of a moment ago
            return Response(status_code=404)
        name = produced.path.rpartition("/")[2]
        return attach(file.read_bytes(), name, _KINDS[path["ending"]])

    def give_imported(self, _request: Request) -> Response:
        """The form that result files filled in."""
        understood = self._workplace.understood
        if understood is None or understood.imported is None:
            return Response(status_code=404)
        return attach(understood.form, f"แบบกรอก-{understood.imported.year}.xlsx", XLSX)

    def give_marked(self, request: Request) -> Response:
        """A workbook with its faults as notes at their cells, for Excel."""
        from ita_docs.batch.send_back import mark_workbook

        workplace, place = self._workplace.copy(), request.path_params["place"]
        faulty = () if workplace.checked is None else workplace.checked.faulty
        if not place < len(faulty):
            return Response(status_code=404)
        file, problems = faulty[place]
        content = mark_workbook(file.path, problems, workplace.choices.accept)
        if content is None:
            return Response(status_code=404)
        words = load_words(workplace.lang)
        stem = file.name.rpartition(".")[0]
        return attach(content, f"{stem} - {words['faults.marked']}{file.path.suffix}", XLSX)

    # --- what comes in ----------------------------------------------------------------------------

    async def receive(self, request: Request) -> Response:
        """One file as the whole body; its name in the address is for people to read."""
        query = request.query_params
        name, purpose = query.get("name", ""), query.get("for", "")
        size = request.headers.get("content-length", "")
        if self._workplace.work is not None:
            return self._refuse_upload("busy", name)
        try:
            if len(size) > len(str(2**40)):  # said to be so large: not begun
                raise TooMuchError
            key, file = await self._uploads.receive(name, request.stream())
        except TooMuchError:
            return self._refuse_upload("too-much", name)
        except OSError:
            return self._refuse_upload("disk", name)
        ending = file.path.suffix
        if purpose == "last-year" and ending in ENDINGS:
            self._workplace.last_year = self._uploads.hand_over(key)
        elif purpose == "workbook" and ending in PICTURES:
            return await run_in_threadpool(self._take_emblem, key, file)
        elif ending not in ENDINGS:
            self._uploads.drop(key)
            return self._refuse_upload("unknown", name)
        return JSONResponse({"key": key, "name": file.name})

    def _refuse_upload(self, reason: str, name: str) -> Response:
        words = load_words(self._workplace.lang)
        text = words[f"upload.{reason}"].format(name=name[-80:])
        return JSONResponse({"error": text}, status_code=422)

    def _take_emblem(self, key: str, file: Received) -> Response:
        """A picture dropped with the workbooks is the office's emblem."""
        from ita_docs.word.emblem import read_picture

        content = file.path.read_bytes()
        self._uploads.drop(key)
        try:
            read_picture(content, "emblem")
        except InputError as error:
            words = load_words(self._workplace.lang)
            told = tell(error, self._workplace, words)
            return JSONResponse({"error": f"{file.name}: {told['text']}"}, status_code=422)
        self._workplace.emblem = content
        return JSONResponse({"key": "", "name": file.name})

    def take(self, act: Callable[[Fields], Response]) -> Callable[[Request], object]:
        """A form of the page: its fields are read within bounds, and acted upon in a thread."""

        async def taken(request: Request) -> Response:
            try:
                body = await read_small(request.stream())
                fields = parse_qsl(
                    body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1000
                )
            except (TooMuchError, ValueError):
                return Response(status_code=413)
            return await run_in_threadpool(act, fields)

        return taken


def _serve_own(request: Request) -> Response:
    name = Path(request.url.path).name
    return Response(read_own(name), media_type=_OWN[name])
