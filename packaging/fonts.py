"""Make resources/fonts from the files of the Inter project (npm package inter-ui, folder web): three weights.

Figures of one width become the default (columns of numbers stand under one another in every program, and the
words of a PDF can be copied as digits), contextual alternates and private letters go, everything else stays.
Needs fonttools with brotli; run it by hand for a new version: python packaging/fonts.py FOLDER
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = ("Regular", "SemiBold", "Bold")
FAMILY = "Inter Desk"  # a name of its own: an Inter the system has would be taken in its place
FIGURES = "0123456789+−"  # not the blank, point and comma: they would stand too wide
KEPT = ["kern", "mark", "mkmk", "ccmp", "locl"]


def make(source: Path, target: Path) -> None:
    """Turn one web font into a plain one with figures of one width."""
    with TTFont(source) as font:
        font.flavor = None
        _one_width(font)
        wanted = sorted(code for code in font.getBestCmap() if _is_letter(code))
        options = Options(layout_features=KEPT, notdef_outline=True, name_IDs=["*"], glyph_names=True)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        for table in font["cmap"].tables:  # Qt takes a tab for the blank, and a PDF's words would hold tabs
            table.cmap[0x09] = table.cmap[0x2001]
        for record in font["name"].names:
            if record.nameID in (1, 3, 4, 6, 16, 18, 21):
                record.string = record.toUnicode().replace(
                    "Inter", FAMILY if record.nameID != 6 else "InterDesk"
                )
        font.save(target, reorderTables=True)


def _is_letter(code: int) -> bool:
    if code in (
        0x269,
        0x2BC,
        0x2EE,
    ):  # share their outline with iota and quotes, and would be copied in their place
        return False
    return code >= 0x20 and not 0x7F <= code <= 0x9F and not 0xE000 <= code <= 0xF8FF


def _one_width(font: TTFont) -> None:
    table = font["GSUB"].table
    places = {
        i
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for i in record.Feature.LookupListIndex
    }
    swaps: dict[str, str] = {}
    for place in places:
        for part in table.LookupList.Lookup[place].SubTable:
            swaps |= getattr(getattr(part, "ExtSubTable", part), "mapping", {})
    for cmap in font["cmap"].tables:
        for code, name in list(cmap.cmap.items()):
            if chr(code) in FIGURES and name in swaps:
                cmap.cmap[code] = swaps[name]


if __name__ == "__main__":
    fonts = Path(__file__).parents[1] / "resources/fonts"
    for weight in WEIGHTS:
        make(Path(sys.argv[1]) / f"Inter-{weight}.woff2", fonts / f"Inter-{weight}.ttf")
