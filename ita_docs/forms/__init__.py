"""The form that offices fill in: a workbook whose results are live while it is being filled in.

Made from the schema (sheets and headers), the framework of its year (names, weights, levels,
target) and a list of offices; nothing else knows what stands where. Importing this package is
cheap: what writes workbooks is loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ita_docs.forms.filled import ExtraSheet, Filled, LastYear

if TYPE_CHECKING:
    from ita_docs.forms.building import build_form, name_form
    from ita_docs.forms.carrying import carry_forward

__all__ = ["ExtraSheet", "Filled", "LastYear", "build_form", "carry_forward", "name_form"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from ita_docs.forms import building, carrying

    return getattr(carrying if name == "carry_forward" else building, name)
