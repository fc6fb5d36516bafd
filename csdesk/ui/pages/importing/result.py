"""What an import did: counts, what else was made, what was left out, and the ways on."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csdesk.i18n import mark
from csdesk.intake.plan import Plan
from csdesk.model.draft import Outcome
from csdesk.ui.context import Context
from csdesk.ui.pages.importing.preview import note_words
from csdesk.ui.theme import XL, L, M, S
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import scrolling
from csdesk.ui.widgets.parts import boxed, button, column, row, words

SEE = {"partners": mark("See the partners"), "rates": mark("See the rates")}
MOST = 12  # names listed before “n more”


class Result(QWidget):
    """``deed_wanted`` undo; ``rejects_wanted``, ``mapping_wanted`` to save a file; ``again``, ``left``."""

    deed_wanted = Signal(str)
    rejects_wanted = Signal()
    mapping_wanted = Signal()
    again = Signal()
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        theme = context.theme
        self.title = words("", "section", wrap=True)
        self.counts = words("", wrap=True)
        self.notes = words("", "faded", wrap=True)
        self.undo = button(tr("Undo the import"), "plain", theme, "undo-2")
        self.see = button(tr("See the accounts"), "main")
        self.rejects = button(tr("Save the refused rows with reasons…"), "plain", theme, "save")
        self.mapping = button(tr("Save how columns were matched…"), "quiet")
        another = button(tr("Another file"), "quiet")
        parts = column(
            self.title,
            self.counts,
            self.notes,
            M,
            row(self.see, self.rejects, self.undo, None, gap=S),
            row(self.mapping, another, None, gap=S),
            None,
            gap=S,
            margins=(XL, XL, L, L),
        )
        inner = boxed(parts)
        inner.setMaximumWidth(760)
        self.setLayout(column(scrolling(boxed(row(inner, None, gap=0))), gap=0))
        self.undo.clicked.connect(lambda: self.deed_wanted.emit("undo"))
        self.rejects.clicked.connect(self.rejects_wanted)
        self.mapping.clicked.connect(self.mapping_wanted)
        another.clicked.connect(self.again)
        self.see.clicked.connect(self.left)

    def show_outcome(self, plan: Plan, outcome: Outcome) -> None:
        """Say what was taken and what was not."""
        counts = outcome.counts
        written = counts["new"] + counts["changed"]
        self.title.setText(
            counted(
                written,
                "{n} row of “{file}” is in the book",
                "{n} rows of “{file}” are in the book",
                file=plan.file,
            )
        )
        self.counts.setText(
            "  ·  ".join(
                (
                    counted(counts["new"], "{n} new", "{n} new"),
                    counted(counts["changed"], "{n} changed", "{n} changed"),
                    counted(counts["unchanged"], "{n} was the same", "{n} were the same"),
                    counted(counts["refused"], "{n} refused", "{n} refused"),
                )
            )
        )
        self.notes.setText("\n".join(outcome_notes(outcome)))
        self.notes.setVisible(bool(self.notes.text()))
        self.rejects.setVisible(bool(counts["refused"]))
        self.undo.setEnabled(bool(written or outcome.created))
        self.see.setText(tr(SEE.get(plan.kind, mark("See the accounts"))))


def outcome_notes(outcome: Outcome) -> Sequence[str]:
    """Return what else there is to say: records made on the way, names that are not in the book, warnings."""
    notes = [
        counted(
            count,
            "{n} record was made on the way: {what}.",
            "{n} records were made on the way: {what}.",
            what=what,
        )
        for what, count in _sorted(outcome.created)
    ]
    if outcome.missing:
        names = [f"“{name}”" for name, _ in _sorted(outcome.missing)]
        listed = ", ".join(names[:MOST])
        if len(names) > MOST:
            listed = tr("{list} and {n} more", list=listed, n=len(names) - MOST)
        notes.append(tr("Not in the book: {list}.", list=listed))
    notes += [note_words(note) for note in outcome.warnings]
    return notes


def _sorted(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
