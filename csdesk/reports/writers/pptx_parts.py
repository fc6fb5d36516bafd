"""Parts of a slide that are neither chart nor table: time boxes, large figures, panels, columns of words."""

from typing import Any

from csdesk.charts.letters import wrapped
from csdesk.reports.document import Minutes, Outcomes, Panels, Paragraphs
from csdesk.reports.writers.pptx_look import ACCENT, GROUND, block, middle_words, text_box
from csdesk.reports.writers.slide_frame import BODY, FOOT, LEFT, PANEL_TOP, POINT, WIDTH, Line, height


def minutes(page: Any, part: Minutes, y: float, language: str) -> None:
    """Paint time boxes to scale, forward ones in the accent."""
    total = sum(minutes for minutes, _ in part.boxes) or 1
    unit = (WIDTH - 0.15 * (len(part.boxes) - 1)) / total
    x, named = LEFT, set[bool]()
    for place, (minutes, ahead) in enumerate(part.boxes):
        piece = block(
            page, (x, y + 0.9, minutes * unit, 1.3), ACCENT if ahead else GROUND, 0 if ahead else -0.1
        )
        piece.name = f"Minutes {place + 1}"
        middle_words(piece, str(minutes), 14, "paper-head" if ahead else "bold", language)
        if ahead not in named:
            words = part.forward if ahead else part.back
            text_box(page, (x, y, 12, 0.6), [Line(words, 12, "head" if ahead else "faded")], language)
            named.add(ahead)
        x += minutes * unit + 0.15


def outcomes(page: Any, part: Outcomes, language: str) -> None:
    step = (FOOT - BODY) / max(3, len(part.rows))
    for place, (figure, line, aside) in enumerate(part.rows):
        top = BODY + place * step
        if place:
            block(page, (LEFT, top - 0.04, 19.4, 0.03), GROUND, -0.1)
        size = 36 if len(wrapped(figure, 36, 7.2 / POINT, bold=True)) == 1 else 24
        text_box(page, (LEFT, top, 7.2, step), [Line(figure, size, "head")], language, middle=True)
        words = [Line(line, 16, "bold"), Line(aside, 14, "faded")]
        text_box(page, (LEFT + 7.4, top, 12.0, step), words, language, middle=True)


def panels(page: Any, part: Panels, language: str) -> None:
    if part.below:
        wide = (WIDTH - 0.3 * (len(part.panels) - 1)) / len(part.panels)
        boxes = [(LEFT + n * (wide + 0.3), PANEL_TOP, wide, 3.5) for n in range(len(part.panels))]
    else:
        tall = (FOOT - BODY - 0.3 * (len(part.panels) - 1)) / len(part.panels)
        boxes = [(22.2, BODY + n * (tall + 0.3), LEFT + WIDTH - 22.2, tall) for n in range(len(part.panels))]
    for (head, words), (x, y, wide, tall) in zip(part.panels, boxes, strict=True):
        block(page, (x, y, wide, tall), GROUND).name = f"{head} (ground)"
        inner = (x + 0.7, y + 0.1, wide - 1.4, tall - 0.2)
        size = 18 if height([Line(head, 12, "head"), Line(words, 18)], inner[2]) <= inner[3] else 14
        text_box(page, inner, [Line(head, 12, "head"), Line(words, size)], language, middle=True)


def columns(page: Any, part: Paragraphs, y: float, language: str) -> None:
    wide = (WIDTH - 1.2 * (len(part.columns) - 1)) / len(part.columns)
    for place, (head, lines) in enumerate(part.columns):
        words = [Line(head, 12, "head")] if head else []
        words += [Line(line, part.size) for line in lines]
        at = (LEFT + place * (wide + 1.2), y, wide, FOOT - y)
        text_box(page, at, words, language)
