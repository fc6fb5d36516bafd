"""Rebuild resources/decks/base.pptx: 16:9, one master, seven layouts, the desk's colours, nothing foreign.

Run it inside the venv after a change: python packaging/deck_base.py
"""

from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.util import Cm

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
COLOURS = {
    "dk1": "1A1E26",
    "lt1": "FFFFFF",
    "dk2": "5A6270",
    "lt2": "F5F6F8",  # ink, paper, faded, ground
    "accent1": "2F5BB7",
    "accent2": "CF7A12",  # the two accents: series 0 and 1
    "accent3": "3F9AA3",
    "accent4": "6A2560",
    "accent5": "7D5A00",
    "accent6": "667382",
    "hlink": "2A56B0",
    "folHlink": "1F4390",
}
FONT = "Arial"
W, H = 33.867, 19.05
LEFT, WIDTH = 1.7, 30.467  # one left edge; right margin equals left
BODY, FOOT = 4.9, 17.1  # top of the body, its lowest end
SIDE = 9.3  # column of meaning at the right
MAIN = WIDTH - SIDE - 1.2


def box(x: float, y: float, w: float, h: float) -> str:
    return (
        f'<a:xfrm><a:off x="{Cm(x)}" y="{Cm(y)}"/><a:ext cx="{Cm(w)}" cy="{Cm(h)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def holder(
    n: int,
    name: str,
    kind: str,
    idx: int,
    at: tuple[float, float, float, float],
    pt: float,
    *,
    bold: bool = False,
    colour: str = "tx1",
    anchor: str = "t",
    align: str = "l",
    prompt: str = "",
) -> str:
    """Return one placeholder of a layout: no bullets, no inset, own size and colour."""
    place = "" if kind in ("title", "ctrTitle") else f' sz="quarter" idx="{idx}"'
    spacing = '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    run = f'<a:defRPr sz="{int(pt * 100)}" b="{int(bold)}">{fill}</a:defRPr>'
    level = f'<a:lvl1pPr marL="0" indent="0" algn="{align}">{spacing}{run}</a:lvl1pPr>'
    text = f'<a:p><a:r><a:rPr lang="en-GB"/><a:t>{prompt or name}</a:t></a:r></a:p>'
    if kind == "sldNum":
        number = '<a:rPr lang="en-GB"/><a:t>‹#›</a:t>'
        kind_of = 'id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"'
        text = f"<a:p><a:fld {kind_of}>{number}</a:fld></a:p>"
    body = f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
    return (
        f'<p:sp {NS}><p:nvSpPr><p:cNvPr id="{n}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{kind}"{place}/></p:nvPr></p:nvSpPr><p:spPr>{box(*at)}</p:spPr>'
        f"<p:txBody>{body}<a:lstStyle>{level}</a:lstStyle>{text}</p:txBody></p:sp>"
    )


def panel(n: int, name: str, at: tuple[float, float, float, float], colour: str) -> str:
    shade = '<a:lumMod val="90000"/>' if colour == "bg2" else ""
    fill = f'<a:solidFill><a:schemeClr val="{colour}">{shade}</a:schemeClr></a:solidFill>'
    return (
        f'<p:sp {NS}><p:nvSpPr><p:cNvPr id="{n}" name="{name}"/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{box(*at)}{fill}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def frame() -> list[str]:
    """Return what every inner slide has: section, headline, second line, source, footer, number."""
    return [
        holder(
            2,
            "Headline",
            "title",
            0,
            (LEFT, 1.7, WIDTH, 2.15),
            24,
            bold=True,
            prompt="Headline: the finding, in one sentence",
        ),
        holder(3, "Section", "body", 10, (LEFT, 1.0, 20, 0.6), 12, bold=True, colour="hlink"),
        holder(
            4,
            "Second line",
            "body",
            11,
            (LEFT, 2.8, WIDTH, 0.65),
            14,
            colour="tx2",
            prompt="Measure, unit, period",
        ),
        holder(
            5,
            "Source",
            "body",
            12,
            (LEFT, 17.75, 20, 0.5),
            10,
            colour="tx2",
            anchor="ctr",
            prompt="Source and as-of date",
        ),
        holder(6, "Footer", "ftr", 20, (22.2, 17.75, 8.6, 0.5), 10, colour="tx2", anchor="ctr", align="r"),
        holder(
            7,
            "Slide number",
            "sldNum",
            21,
            (31.0, 17.75, LEFT + WIDTH - 31.0, 0.5),
            10,
            colour="tx2",
            anchor="ctr",
            align="r",
        ),
    ]


def layouts() -> dict[str, list[str]]:
    right = LEFT + MAIN + 1.2
    tall = FOOT - BODY
    half = (WIDTH - 1.2) / 2
    parting = panel(29, "Parting line", (right - 0.62, BODY, 0.03, tall), "bg2")
    meaning = holder(
        30, "Meaning", "body", 14, (right, BODY, SIDE, tall), 14, prompt="What it means, what we suggest"
    )
    return {
        "Title": [
            panel(20, "Panel", (W - 11.2, 0, 11.2, H), "folHlink"),
            holder(2, "Account", "ctrTitle", 0, (LEFT, 6.2, 19.2, 3.4), 44, bold=True, anchor="b"),
            holder(3, "Review", "subTitle", 1, (LEFT, 9.95, 19.2, 1.6), 20, colour="tx2"),
            holder(
                4, "Own name", "body", 10, (LEFT, 1.2, 12, 0.9), 14, bold=True, colour="hlink", anchor="ctr"
            ),
            holder(5, "Date and place", "body", 11, (LEFT, 16.6, 19.2, 0.9), 14, colour="tx2", anchor="b"),
            holder(6, "People", "body", 12, (W - 9.9, 1.2, 8.6, 16.3), 14, colour="bg1", anchor="b"),
            holder(7, "Logo", "pic", 13, (14.5, 1.2, 6.4, 1.8), 12, colour="tx2", prompt="Logo"),
        ],
        "Headline": frame(),
        "Text": [*frame(), holder(31, "Text", "body", 13, (LEFT, BODY, WIDTH, tall), 16)],
        "Chart and meaning": [
            *frame(),
            holder(31, "Chart", "chart", 13, (LEFT, BODY, MAIN, tall), 12),
            parting,
            meaning,
        ],
        "Two charts": [
            *frame(),
            holder(31, "Left chart", "chart", 13, (LEFT, BODY, half, 8.9), 12),
            holder(32, "Right chart", "chart", 15, (LEFT + half + 1.2, BODY, half, 8.9), 12),
            holder(30, "Meaning", "body", 14, (LEFT, BODY + 9.4, half, 2.9), 14, prompt="What it means"),
            holder(
                33,
                "Suggestion",
                "body",
                16,
                (LEFT + half + 1.2, BODY + 9.4, half, 2.9),
                14,
                prompt="What we suggest",
            ),
        ],
        "Table": [*frame(), holder(31, "Table", "tbl", 13, (LEFT, BODY, WIDTH, tall), 13)],
        "Table and meaning": [
            *frame(),
            holder(31, "Table", "tbl", 13, (LEFT, BODY, MAIN, tall), 13),
            parting,
            meaning,
        ],
    }


def fill(tree: etree._Element, shapes: list[str]) -> None:
    for old in [
        e for e in tree if etree.QName(e).localname in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")
    ]:
        tree.remove(old)
    for xml in shapes:
        tree.append(etree.fromstring(xml))


def build(path: Path) -> None:
    prs = Presentation()
    prs.slide_width, prs.slide_height = Cm(W), Cm(H)
    master = prs.slide_master
    wanted = layouts()
    for old in list(prs.slide_layouts)[len(wanted) :]:
        prs.slide_layouts.remove(old)
    for layout, (name, shapes) in zip(prs.slide_layouts, wanted.items(), strict=True):
        layout.name = name
        layout.element.set("preserve", "1")
        layout.element.attrib.pop("type", None)
        fill(layout.element.spTree, shapes)
    fill(
        master.element.spTree,
        [
            holder(2, "Headline", "title", 0, (LEFT, 1.7, WIDTH, 2.15), 24, bold=True),
            holder(3, "Text", "body", 1, (LEFT, BODY, WIDTH, FOOT - BODY), 16),
            *frame()[4:],
        ],
    )
    theme = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme"))
    root = etree.fromstring(theme.blob)
    a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    root.set("name", "csdesk")
    for key, rgb in COLOURS.items():
        slot = root.find(f".//{a}clrScheme/{a}{key}")
        slot[:] = [etree.Element(f"{a}srgbClr", val=rgb)]
    root.find(f".//{a}clrScheme").set("name", "csdesk")
    for face in root.iterfind(f".//{a}fontScheme/*/{a}latin"):
        face.set("typeface", FONT)
    theme.blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    whole = prs.part.package._rels  # noqa: SLF001  the package's own relations have no public name
    for rels, ends in (
        (prs.part.rels, ("/printerSettings",)),
        (whole, ("/thumbnail", "/extended-properties")),
    ):
        for key in [k for k, rel in rels.items() if rel.reltype.endswith(ends)]:
            rels.pop(key)
    prs.core_properties.title, prs.core_properties.author = "csdesk base", ""
    prs.save(path)


if __name__ == "__main__":
    build(Path(__file__).parents[1] / "resources/decks/base.pptx")
