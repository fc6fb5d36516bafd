"""Arithmetic of axes: round steps, decimals of their labels, levels of a bridge and where it is cut."""

import math

from csdesk.charts.data import Bridge, Measure


def nice_step(rough: float) -> float:
    """Return the round step (1, 2, 2.5 or 5 times a power of ten) at or above ``rough``."""
    if rough <= 0:
        return 1.0
    power = 1.0
    while power > rough:
        power /= 10
    while power * 10 <= rough:
        power *= 10
    return next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough * (1 - 1e-9))


def nice_top(highest: float, labels: int = 3) -> float:
    """Return the next round number at or above ``highest`` that ``labels`` labels divide evenly."""
    if highest <= 0:
        return 1.0
    rough = highest / (labels - 1)
    power = nice_step(rough) / 10
    while power * 10 <= rough:
        power *= 10
    steps = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100)
    return next(power * times for times in steps if power * times >= rough * (1 - 1e-9)) * (labels - 1)


def ticks(low: float, top: float, step: float) -> list[float]:
    """Return the multiples of ``step`` from ``low`` to ``top``."""
    first = math.ceil(low / step - 1e-9)
    return [place * step for place in range(first, first + 12) if place * step <= top + step * 1e-9]


def coarse_digits(step: float, measure: Measure) -> int:
    """Return the decimals that the labels of an axis need for steps of ``step``."""
    shown = step * 100 if measure.percent else step / measure.divisor
    return next((digits for digits in range(4) if abs(round(shown, digits) - shown) < 1e-9), 4)


def levels_of(data: Bridge) -> list[tuple[float, float]]:
    """Return the level before and after each step; a total starts from zero."""
    level, levels = 0.0, list[tuple[float, float]]()
    for step in data.steps:
        before, after = (0.0, step.amount) if step.total else (level, level + step.amount)
        levels.append((before, after))
        level = after
    return levels


def floor_of(levels: list[tuple[float, float]], totals: list[bool]) -> float:
    """Return where bars are cut, else 0: only when the moving part is under two fifths of the whole."""
    moving = [
        edge for pair, total in zip(levels, totals, strict=True) for edge in ((pair[1],) if total else pair)
    ]
    if not moving:
        return 0.0
    span, lowest = max(moving) - min(moving), min(moving)
    if lowest <= 0 or span == 0 or span > 0.4 * max(moving):
        return 0.0
    return lowest - span * 0.9 if lowest > span * 0.9 else 0.0
