"""The one form builder: fields of an entity in, entries out; what is wrong stands beside its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from csdesk.errors import CsdeskError, Refused
from csdesk.i18n import mark
from csdesk.model import Money, OwnField, OwnKind, Tags, fields_of
from csdesk.model.choice import Choice
from csdesk.ui import formats
from csdesk.ui.day_entry import DayEntry
from csdesk.ui.inputs import read, written
from csdesk.ui.problems import words_of
from csdesk.ui.theme import XS, L, M, Theme
from csdesk.ui.translate import tr
from csdesk.ui.widgets.completing import complete, dress
from csdesk.ui.widgets.parts import column, line, restyle, row, words

SHORT = frozenset(
    (
        *("currency", "country", "tier", "segment", "region", "city", "external_id", "phone", "source"),
        *("influence", "measure", "language", "owner", "wave", "touchpoint", "channel", "category", "scale"),
    )
)
Items = Sequence[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class FormField:
    """One entry of a form. ``items`` are (value, words) to choose from; ``choices`` words that complete."""

    name: str
    label: str
    kind: type = str
    optional: bool = True
    hint: str = ""
    long: bool = False
    choices: Sequence[str] = ()
    items: Items | None = None
    group: str = ""
    short: bool = False  # may stand beside another one

    @property
    def is_short(self) -> bool:
        by_kind = self.kind in (date, int, float, Money, bool) or issubclass(self.kind, Choice)
        return self.short or self.name in SHORT or (by_kind and not self.long)


def entity_fields(
    entity: type,
    names: Sequence[str] | None = None,
    *,
    hints: Mapping[str, str] | None = None,
    choices: Mapping[str, Sequence[str]] | None = None,
    items: Mapping[str, Items] | None = None,
    without: Sequence[str] = (),
) -> list[FormField]:
    """Return the form's fields of ``entity``: all it has, or ``names`` in their order."""
    found = {}
    for each in fields_of(entity):
        if each.name in without or (each.refers and each.name not in (items or {})):
            continue
        found[each.name] = FormField(
            each.name,
            tr(each.label),
            each.kind,
            each.optional,
            (hints or {}).get(each.name, ""),
            each.long,
            (choices or {}).get(each.name, ()),
            (items or {}).get(each.name),
            tr(each.group),
        )
    return [found[name] for name in names if name in found] if names is not None else list(found.values())


def own_form_fields(own: Sequence[OwnField]) -> list[FormField]:
    """Return entries for fields of the user's own, under the names the verbs take them by."""
    kinds: dict[OwnKind, type] = {
        OwnKind.NUMBER: float,
        OwnKind.PERCENT: float,
        OwnKind.MONEY: Money,
        OwnKind.DATE: date,
    }
    result = []
    for each in own:
        items: Items | None = None
        if each.kind is OwnKind.YES_NO:
            items = ((True, tr("yes")), (False, tr("no")))
        elif each.kind is OwnKind.CHOICE:
            items = [
                (text.strip(), text.strip()) for text in (each.choices or "").splitlines() if text.strip()
            ]
        kind = kinds.get(each.kind, str)
        long = each.kind is OwnKind.LONG_TEXT
        result.append(
            FormField(f"x:{each.name}", each.name, kind, long=long, items=items, group=tr("Your own fields"))
        )
    return result


def own_values(own: Sequence[OwnField], held: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a record holds of the user's own fields, as a form starts with it."""
    values: dict[str, Any] = {}
    for each in own:
        found = (held or {}).get(each.name)
        values[f"x:{each.name}"] = date.fromisoformat(found) if found and each.kind is OwnKind.DATE else found
    return values


class FieldBox(QWidget):
    """Label above, entry, then either help or what is wrong and what to do."""

    def __init__(self, label: str, entry: QWidget, hint: str = "") -> None:
        super().__init__()
        self.entry, self._hint = entry, hint
        self.label = QLabel(label)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setBuddy(entry)
        entry.setAccessibleName(label)
        self._below = words(hint, "caption", wrap=True)
        box = column(self.label, entry, self._below, gap=XS)
        if isinstance(entry, QCheckBox):
            self.label.setText(" ")
        self.setLayout(box)
        self._below.setVisible(bool(hint))  # only now: shown without a parent it would be a window of its own
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def complain(self, why: str) -> None:
        """Say what is wrong; nothing takes it back."""
        restyle(self.entry, wrong=bool(why))
        restyle(self._below, tone="risk" if why else "")
        self._below.setText(why or self._hint)
        self._below.setVisible(bool(why or self._hint))
        self.entry.setAccessibleDescription(why or self._hint)


class Form(QWidget):
    """Entries for ``fields``, filled from ``values``; ``edited(name)`` when one was touched."""

    edited = Signal(str)

    def __init__(
        self,
        fields: Sequence[FormField],
        theme: Theme,
        *,
        values: Mapping[str, Any] | None = None,
        currency: str = "EUR",
        today: date,
        headings: bool = True,
    ) -> None:
        super().__init__()
        self.fields = {field.name: field for field in fields}
        self.boxes: dict[str, FieldBox] = {}
        self._theme, self._currency, self._today = theme, currency, today
        self._start = dict(values or {})
        self.body = column(gap=M, margins=(L, L, L, L))
        waiting: QWidget | None = None
        group: str | None = None
        grouped = headings and len({field.group for field in fields}) > 1
        for field in fields:
            if grouped and field.group != group:
                if waiting is not None:
                    self.body.addLayout(_pair(waiting, QWidget()))
                    waiting = None
                if group is not None:
                    self.body.addWidget(line())
                group = field.group
                self.body.addWidget(words(field.group, "caption"))
            box = self._box(field)
            if not field.is_short or len(fields) == 1:
                if waiting is not None:
                    self.body.addLayout(_pair(waiting, QWidget()))
                    waiting = None
                self.body.addWidget(box)
            elif waiting is None:
                waiting = box
            else:
                self.body.addLayout(_pair(waiting, box))
                waiting = None
        if waiting is not None:
            self.body.addLayout(_pair(waiting, QWidget()))
        self.body.addStretch(1)
        self.setLayout(self.body)

    # values

    def read(self) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the values of all entries, and what is wrong by field."""
        values: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for name, field in self.fields.items():
            try:
                values[name] = self._value(field)
            except CsdeskError as error:
                wrong[name] = words_of(error)
                continue
            if values[name] in (None, "") and not field.optional:
                wrong[name] = tr("“{label}” cannot be empty.", label=field.label)
        return values, wrong

    def changed(self) -> dict[str, Any]:
        """Return only what differs from the start. Call after :meth:`read` found nothing wrong."""
        values, _ = self.read()
        return {name: value for name, value in values.items() if value != self._start.get(name)}

    def value(self, name: str) -> Any:
        """Return one value, None while it cannot be read."""
        try:
            return self._value(self.fields[name])
        except CsdeskError:
            return None

    def put(self, name: str, value: Any) -> None:
        """Write a value into an entry, without counting it as touched."""
        field, entry = self.fields[name], self.boxes[name].entry
        if isinstance(entry, QCheckBox):
            entry.setChecked(bool(value))
        elif isinstance(entry, QComboBox):
            place = entry.findData(value)
            entry.setCurrentIndex(max(0, place))
        elif isinstance(entry, QPlainTextEdit):
            entry.setPlainText(value or "")
        elif isinstance(entry, QLineEdit):
            entry.setText(written(field.kind, value, self._currency))

    def set_currency(self, currency: str) -> None:
        """Read and write amounts in another currency from now on."""
        self._currency = currency

    def complain(self, wrong: Mapping[str, str]) -> None:
        """Show what is wrong beside its fields, and go to the first."""
        for name, box in self.boxes.items():
            box.complain(wrong.get(name, ""))
        first = next((name for name in self.boxes if name in wrong), None)
        if first is not None:
            self.boxes[first].entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _value(self, field: FormField) -> Any:
        entry = self.boxes[field.name].entry
        if isinstance(entry, QCheckBox):
            return entry.isChecked()
        if isinstance(entry, QComboBox):
            if entry.isEditable() and entry.currentText() != entry.itemText(entry.currentIndex()):
                return self._typed_item(entry)
            return entry.currentData()
        if isinstance(entry, DayEntry):
            return entry.value()
        if isinstance(entry, QPlainTextEdit):
            return entry.toPlainText().strip() or None
        if isinstance(entry, QLineEdit):
            return read(field.kind, entry.text(), self._currency, self._today)
        raise AssertionError(field)

    @staticmethod
    def _typed_item(entry: QComboBox) -> Any:
        typed = formats.plain(entry.currentText()).strip()
        if not typed:
            return None
        for place in range(entry.count()):
            if formats.plain(entry.itemText(place)) == typed:
                return entry.itemData(place)
        raise Refused(mark("“{text}” is not in the list."), text=entry.currentText()[:60])

    # entries

    def _box(self, field: FormField) -> FieldBox:
        entry = self._entry(field)
        box = FieldBox(field.label if not isinstance(entry, QCheckBox) else "", entry, field.hint)
        entry.setAccessibleName(field.label)
        self.boxes[field.name] = box
        if field.name in self._start or not isinstance(entry, QComboBox):
            self.put(field.name, self._start.get(field.name))
        self._listen(field.name, entry)
        return box

    def _entry(self, field: FormField) -> QWidget:
        if field.items is not None:
            return self._combo(field, field.items, editable=len(field.items) > 12)
        if issubclass(field.kind, Choice):
            members = [(member, tr(member.label)) for member in field.kind]
            return self._combo(field, members, editable=False)
        if field.kind is bool:
            return QCheckBox(field.label)
        if field.kind is date:
            return DayEntry(self._theme, self._today)
        if field.long:
            text = QPlainTextEdit()
            text.setFixedHeight(64)
            text.setTabChangesFocus(True)
            return text
        entry = QLineEdit()
        if field.kind in (Money, int, float):
            entry.setAlignment(Qt.AlignmentFlag.AlignRight)
        if field.choices and field.kind is not Tags:  # a completer would replace all the tags by one
            complete(entry, field.choices)
        if field.kind is Tags:
            entry.setPlaceholderText(tr("words, parted by commas"))
        return entry

    @staticmethod
    def _combo(field: FormField, items: Items, *, editable: bool) -> QComboBox:
        entry = QComboBox()
        entry.setMinimumContentsLength(8)
        entry.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if field.optional:
            entry.addItem(formats.MISSING, None)
        for value, said in items:
            entry.addItem(said, value)
        if editable:
            entry.setEditable(True)
            entry.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            if (completer := entry.completer()) is not None:
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
                completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
                dress(completer)
        return entry

    def _listen(self, name: str, entry: QWidget) -> None:
        def touched(*_: object) -> None:
            self.boxes[name].complain("")
            self.edited.emit(name)

        if isinstance(entry, QCheckBox):
            entry.toggled.connect(touched)
        elif isinstance(entry, QComboBox):
            entry.currentTextChanged.connect(touched)
        elif isinstance(entry, QPlainTextEdit):
            entry.textChanged.connect(touched)
        elif isinstance(entry, QLineEdit):
            entry.textEdited.connect(touched)


def _pair(one: QWidget, other: QWidget) -> Any:
    box = row(one, other, gap=M)
    box.setStretch(0, 1)
    box.setStretch(1, 1)
    box.setAlignment(one, Qt.AlignmentFlag.AlignTop)
    box.setAlignment(other, Qt.AlignmentFlag.AlignTop)
    return box
