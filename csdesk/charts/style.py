"""The look of a chart as plain data, handed in by whoever draws it: a theme on screen, ink on paper."""

import tomllib
from dataclasses import dataclass, field
from functools import cache

from csdesk.charts.formats import Formats
from csdesk.paths import resource

FAMILY = "Inter Desk"  # shipped in resources/fonts as Inter-….ttf; the window hands in the system's own


@dataclass(frozen=True)
class ChartStyle:
    """Colours as #rrggbb by role, a font family, and the reader's numbers. Sizes are pixels everywhere."""

    ground: str
    ink: str
    faded: str
    line: str
    accent: str
    risk: str
    series: tuple[str, ...]
    family: str = FAMILY
    formats: Formats = field(default_factory=Formats)


def themed(name: str, formats: Formats | None = None, family: str = FAMILY) -> ChartStyle:
    """Style of a theme by its name (``light``, ``dark``); ``paper`` is the light one on white."""
    colours = roles("light" if name == "paper" else name)
    return ChartStyle(
        ground="#ffffff" if name == "paper" else str(colours["raised"]),
        ink=str(colours["ink"]),
        faded=str(colours["faded"]),
        line=str(colours["line"]),
        accent=str(colours["accent"]),
        risk=str(colours["risk"]),
        series=tuple(colours["series"]),
        family=family,
        formats=formats or Formats(),
    )


@cache
def roles(name: str) -> dict[str, str | list[str]]:
    """Return the colours of a theme by role, as its token file says them."""
    with resource(f"themes/{name}.toml").open("rb") as file:
        return tomllib.load(file)


def mixed(one: str, other: str, share: float) -> str:
    """Mix ``share`` of the second colour into the first."""
    pairs = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round((a * (1 - share) + b * share) * 255):02x}" for a, b in pairs)


def rgb(colour: str) -> tuple[float, ...]:
    """Return the three parts of a colour, each from 0 to 1."""
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
