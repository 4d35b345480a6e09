"""The page of ``ita-docs open``: what build, check, new and import do, without a terminal.

    browser ── guard ── application ── workplace ── batch, forms, importing
               who may    addresses      files and     the same calls as
               ask        of the page    work of one   the command line's
                                         person

It listens on 127.0.0.1 alone. Importing this package is cheap: what serves is loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ita_docs.web.server import open_page

__all__ = ["open_page"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from ita_docs.web import server

    return getattr(server, name)
