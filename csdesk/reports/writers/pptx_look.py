"""What every native slide is made of: letters by theme colours, words as plain runs, steady bytes."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR as THEME
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from csdesk.charts.style import roles
from csdesk.reports.document import Tone
from csdesk.reports.writers.slide_frame import Box, Line, one_line, room_above

INK, FADED, PAPER, BLUE = THEME.TEXT_1, THEME.TEXT_2, THEME.BACKGROUND_1, THEME.HYPERLINK
ACCENT, SECOND, GROUND = THEME.ACCENT_1, THEME.ACCENT_2, THEME.BACKGROUND_2
STATES = (Tone.GOOD, Tone.WATCH, Tone.RISK)


def paint(font: Any, look: str) -> None:
    """Colour by the theme's slots; the words of states keep their own colours."""
    font.bold = look in ("bold", "head", "paper-head", *STATES)
    if look in STATES:
        font.color.rgb = RGBColor.from_string(str(roles("light")[look]).lstrip("#").upper())
        return
    slots = {"faded": FADED, "head": BLUE, "paper": PAPER, "paper-head": PAPER}
    font.color.theme_color = slots.get(look, INK)


def write(paragraph: Any, words: str, size: float, look: str, language: str) -> None:
    """Add one run. What it says is text and nothing else."""
    run = paragraph.add_run()
    run.text = one_line(words)
    run.font.size = Pt(size)
    paint(run.font, look)
    run.font._element.set("lang", language)  # noqa: SLF001  python-pptx knows only its own list of languages


def paragraphs(frame: Any, lines: Sequence[Line], language: str, gap: float = 4) -> None:
    """Fill a text frame; heads and quotes get room above."""
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        write(paragraph, line.words, line.size, "" if line.look == "quote" else line.look, language)
        if place:
            paragraph.space_before = Pt(room_above(line, gap))


def text_box(page: Any, at: Box, lines: Sequence[Line], language: str, *, middle: bool = False) -> Any:
    """Add a box of words without insets."""
    part = page.shapes.add_textbox(*(Cm(v) for v in at))
    frame = part.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    paragraphs(frame, lines, language)
    return part


def block(page: Any, at: Box, colour: Any, brightness: float = 0.0) -> Any:
    """Add a plain rectangle."""
    part = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Cm(v) for v in at))
    part.fill.solid()
    part.fill.fore_color.theme_color, part.fill.fore_color.brightness = colour, brightness
    part.line.fill.background()
    style = part.element.find(qn("p:style"))  # else the theme adds its shadow
    part.element.remove(style)
    return part


def middle_words(part: Any, words: str, size: float, look: str, language: str) -> None:
    """Write in the middle of a block."""
    frame = part.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = 0
    write(frame.paragraphs[0], words, size, look, language)
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def describe(shape: Any, words: str) -> None:
    """Give alternative text, for screen readers and for those who get the picture only."""
    said = one_line(words)
    shape.element.xpath(".//p:cNvPr")[0].set("descr", said)
    shape.name = said.split(":")[0][:80]


def rule(cell: Any, colour: str, points: float) -> None:
    """Draw only the line under a cell, in the theme's colour."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    line = etree.Element(f"{{{space}}}lnB", w=str(int(points * 12700)))
    slot = etree.SubElement(
        etree.SubElement(line, f"{{{space}}}solidFill"), f"{{{space}}}schemeClr", val=colour
    )
    if colour == "bg2":
        etree.SubElement(slot, f"{{{space}}}lumMod", val="90000")
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001  python-pptx has no borders of cells
    properties.insert(0, line)


def steady(data: bytes, made: datetime) -> bytes:
    """Return the same bytes for the same content: members in order, fixed zip times, workbooks likewise."""
    out = io.BytesIO()
    stamp = made.strftime(">%Y-%m-%dT%H:%M:%SZ<").encode()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            part = old.read(name)
            if name.endswith(".xlsx"):
                part = steady(part, made)
            elif name == "docProps/core.xml":
                part = re.sub(rb">[0-9-]+T[0-9:]+Z<", stamp, part)
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.external_attr = 0o600 << 16
            new.writestr(member, part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
