"""The scale of a value axis: its ends and steps, as Office chooses them where nothing is said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ita_docs.pdf.charts.axis_reading import Axis
from ita_docs.pdf.charts.known import NotDrawnError

_STEPS = (1.0, 2.0, 5.0, 10.0)
_HEADROOM = 0.05
_NARROW = 5 / 6
"""Values that are all above this part of the largest are shown without nought, but not as bars."""
_MOST_TICKS = 200


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``low`` to ``high``, with a mark at each of ``ticks``."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def locate(self, number: float) -> float:
        """Where a number stands between the ends: 0 at the low one, 1 at the high one."""
        return (min(max(number, self.low), self.high) - self.low) / (self.high - self.low)


def choose_scale(axis: Axis, numbers: Sequence[float], most: int, *, from_nought: bool) -> Scale:
    """The scale for these numbers with at most so many steps, where the axis does not say.

    ``from_nought`` is for bars, whose length must tell. Raises `NotDrawnError` for limits that
    leave nothing, and for more steps than can be seen.
    """
    least, greatest = min(numbers, default=0.0), max(numbers, default=0.0)
    low, high = axis.minimum, axis.maximum
    if low is None:
        narrow = not from_nought and least > greatest * _NARROW > 0
        low = least - (greatest - least) / 2 if narrow else min(0.0, least)
    top = max(0.0, greatest)
    span = (top if high is None else high) - low
    step = axis.step or _choose_step(span or abs(top) or 1.0, most)
    if step <= 0:
        raise NotDrawnError(f"majorUnit={step}")
    if axis.minimum is None:
        low = math.floor(low / step + 1e-9) * step
    if high is None:
        high = math.ceil((top + _HEADROOM * (top - low)) / step - 1e-9) * step
        high = high if high > low else low + step
    if not high > low or (high - low) / step > _MOST_TICKS:
        raise NotDrawnError(f"{low:g}-{high:g}/{step:g}")
    count = math.floor((high - low) / step + 1e-9)
    return Scale(low, high, tuple(low + step * place for place in range(count + 1)))


def _choose_step(span: float, most: int) -> float:
    """The least of 1, 2, 5, 10 … times a power of ten with which there are not too many steps."""
    raw = abs(span) * (1 + _HEADROOM) / max(1, most)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * step for step in _STEPS if power * step >= raw * (1 - 1e-9))
