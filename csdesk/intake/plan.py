"""A file read as one kind of record: what was found, what is still asked, and the rows ready to take."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.intake import columns as matching
from csdesk.intake import drafts, mapping
from csdesk.intake.columns import signature
from csdesk.intake.numbers import CROWNS
from csdesk.intake.options import Options as Options  # who plans needs these names too
from csdesk.intake.reading import Manner, Typed, looks_like, read
from csdesk.intake.source import Laid as Laid
from csdesk.intake.source import Source as Source
from csdesk.intake.source import lay_out
from csdesk.intake.source import open_file as open_file
from csdesk.intake.table import REASON
from csdesk.intake.targets import OWN, OWN_KINDS, REQUIRED, Target, known_kind, target, targets
from csdesk.intake.units import unit
from csdesk.intake.words import plain
from csdesk.model import OwnKind
from csdesk.model.draft import CLEARED, Batch, Note

ATTRIBUTE, MEASURE = "attribute:", "measure:"  # columns of a usage file that become readings and their marks
_SURE = 20
_GIVES_UP = frozenset(("choice", "yes_no", "whole", "number", "domain", "email", "term", "currency", "pack"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: the field it fills ("" for none), how it is read, how sure that is (0 to 1)."""

    header: str
    field: str
    form: str
    typed: Typed
    confidence: float = 1.0
    own: OwnKind | None = None

    @property
    def order(self) -> str:
        return self.typed.order

    @property
    def scale(self) -> int:
        """Return what amounts of the column are to be multiplied by: 1000 under "ARR (k€)"."""
        return unit(self.header).scale if self.form == "money" else 1


@dataclass(frozen=True, slots=True)
class Question:
    """What the file leaves open; ``code`` is columns, day_order, decimal, end_is or currency."""

    code: str
    headers: tuple[str, ...]
    note: Note


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file will be taken. Nothing is taken while ``questions`` are open."""

    kind: str
    source: Source
    options: Options
    laid: Laid
    columns: tuple[Column, ...]
    questions: tuple[Question, ...]
    warnings: tuple[Note, ...]

    @property
    def file(self) -> str:
        return self.source.name

    @property
    def header(self) -> tuple[str, ...]:
        return self.laid.table.header

    @property
    def count(self) -> int:
        """Return how many records the file holds."""
        return len(self.laid.table.rows)

    @property
    def ignored(self) -> tuple[str, ...]:
        """Return the columns that fill no field."""
        return tuple(c.header for c in self.columns if not c.field and not is_reason(c.header))

    def with_(self, **changes: Any) -> "Plan":
        """Return the plan under other options; the file is laid out anew only where that matters."""
        options = replace(self.options, **changes)
        again = any(name in changes for name in ("encoding", "separator", "sheet", "header_row"))
        laid = lay_out(self.source, self.kind, options) if again else self.laid
        return _plan(self.source, self.kind, options, laid)

    def batch(self) -> Batch:
        """Return the rows for the book; refuses while something is open."""
        if self.questions:
            raise Refused(self.questions[0].note.text, **self.questions[0].note.values)
        return drafts.batch(self)

    def mapping(self) -> str:
        """Return how this file was read as a mapping (TOML), for the next one of its kind."""
        return mapping.write(
            {
                **{key: getattr(self.options, key) for key in mapping.FILE_KEYS if key != "kind"},
                **self._settled(),
                "kind": self.kind,
                "separator": self.laid.separator,
                "encoding": self.options.encoding,
                "sheet": self.options.sheet,
            },
            self._fields(),
        )

    def remembered(self) -> tuple[str, str]:
        """Return (header signature, mapping) to keep for the next file with this header."""
        kept = {key: getattr(self.options, key) for key in ("match", "end_is", "currency")}
        columns = self._fields()
        return _signature(self.header), mapping.write({**kept, **self._settled(), "kind": self.kind}, columns)

    def row(self, line: int) -> list[object]:
        """Return the cells of the record that begins on ``line``, as they came."""
        return self.laid.table.rows[self.laid.table.lines.index(line)]

    def _fields(self) -> dict[str, str]:
        by_hand = {name for name, field in self.options.columns.items() if not field}
        return {c.header: c.field for c in self.columns if c.field or c.header in by_hand}

    def _settled(self) -> dict[str, Any]:
        """Return the readings of dates and numbers all columns agree on."""
        orders = {column.typed.order for column in self.columns if column.typed.order}
        signs = {column.typed.decimal for column in self.columns if column.typed.decimal}
        settled: dict[str, Any] = {}
        if len(orders) == 1:
            settled["day_first"] = orders == {"day-first"}
        if len(signs) == 1:
            (settled["decimal"],) = signs
        return settled


def read_file(path: Path, kind: str, options: Options) -> Plan:
    """Read ``path`` as records of ``kind``."""
    return read_bytes(open_file(path), kind, options)


def read_bytes(source: Source, kind: str, options: Options) -> Plan:
    """Read a file already in memory as records of ``kind``."""
    known_kind(kind)
    return _plan(source, kind, options, lay_out(source, kind, options))


def is_reason(header: str) -> bool:
    """Tell the column that a file of rejected rows has more than its original."""
    return plain(header) == plain(REASON)


def _plan(source: Source, kind: str, options: Options, laid: Laid) -> Plan:
    warnings = [*laid.warnings, *(_left_out(*row) for row in laid.table.dropped)]
    if not laid.table.rows:
        warnings.append(Note(mark("There are no rows under the header.")))
    remembered, settled = _recall(laid.table.header, kind, options, warnings)
    fields, by_hand = _match(kind, laid.table.header, options, remembered, warnings)
    manner = Manner(settled.day_first, settled.decimal, options.zone)
    mended = any(map(is_reason, laid.table.header))  # rows refused before are not taken by leaving cells out
    columns = []
    for at, header in enumerate(laid.table.header):
        cells = [row[at] for row in laid.table.rows]
        column = _column(kind, header, fields.get(header, ""), cells, options, manner)
        surely = mended or header in by_hand or header in remembered
        if column.field and not surely and _unreadable(column):
            warnings.append(
                Note(
                    mark("Nothing in “{header}” can be read as {field}; the column is ignored."),
                    {"header": header, "field": column.field},
                )
            )
            column = Column(header, "", "text", Typed([]))
        columns.append(column)
    warnings += _overruled(columns, options)
    warnings += [_scaled(column) for column in columns if column.scale != 1]
    if kind == "usage" and any(column.field == "measure" for column in columns):
        columns = [replace(c, field="") if c.field.startswith(MEASURE) else c for c in columns]
    said = replace(settled, columns=options.columns)
    questions = _questions(kind, columns, said)
    warnings += _recalled(columns, options, settled)
    return Plan(kind, source, said, laid, tuple(columns), questions, tuple(warnings))


def _recalled(columns: list[Column], options: Options, settled: Options) -> Iterator[Note]:
    """Tell what the last file with this header answered for this one."""
    dates = any(c.typed.settled and c.typed.order for c in columns)
    decimals = any(c.typed.settled and c.typed.decimal for c in columns)
    ends = any(c.field in ("end", "contract.end") and any(c.typed.values) for c in columns)
    if dates and options.day_first is None:
        first = mark("day") if settled.day_first else mark("month")
        yield Note(
            mark("Dates are read {first} first, as in the last file with this header."), {"first": first}
        )
    if decimals and not options.decimal:
        sign = {"sign": settled.decimal}
        yield Note(mark("“{sign}” is read as the decimal sign, as in the last file with this header."), sign)
    if ends and not options.end_is and settled.end_is:
        day = mark("the last day covered") if settled.end_is == "last" else mark("the first day after")
        yield Note(mark("End dates are read as {day}, as in the last file with this header."), {"day": day})


def _left_out(line: int, text: str) -> Note:
    return Note(mark("Line {line} is no record and was left out: {text}"), {"line": line, "text": text})


def _overruled(columns: list[Column], options: Options) -> Iterable[Note]:
    """Say where the values of a column decide otherwise than was named for the file."""
    named = {True: "day-first", False: "month-first", None: ""}[options.day_first]
    for column in columns:
        if named and column.order not in ("", named):
            said = {"header": column.header, "order": column.order}
            yield Note(mark("“{header}” was read {order}: its values allow nothing else."), said)
        if options.decimal and column.typed.decimal not in ("", options.decimal):
            said = {"header": column.header, "sign": column.typed.decimal}
            yield Note(mark("In “{header}” the decimal sign is “{sign}”: its values allow no other."), said)


def _scaled(column: Column) -> Note:
    said = {"header": column.header, "scale": f"{column.scale:,}"}
    return Note(mark("Amounts in “{header}” were multiplied by {scale}, as the header says."), said)


def _signature(header: tuple[str, ...]) -> str:
    return signature([name for name in header if not is_reason(name)])


def _recall(
    header: tuple[str, ...], kind: str, options: Options, warnings: list[Note]
) -> tuple[dict[str, str], Options]:
    """Return the columns and options of the last file with this header, under what is named now."""
    text = options.remembered.get(_signature(header))
    if text is None:
        return {}, options
    try:
        settings, fields = mapping.read(text)
    except Refused:  # of no use any more; the file is matched as if it were the first
        warnings.append(Note(mark("What was remembered for this header cannot be read.")))
        return {}, options
    asked = ("end_is", "day_first", "decimal", "currency", "match")
    recalled = {k: v for k, v in settings.items() if k in asked and not options.names(k)}
    return {k: v for k, v in fields.items() if _is_field(kind, v)}, replace(options, **recalled)


def _is_field(kind: str, field: str) -> bool:
    if not field or target(kind, field) is not None:
        return True
    if field.startswith(OWN):
        return kind in OWN_KINDS and len(field) > len(OWN)
    return kind == "usage" and field.startswith((MEASURE, ATTRIBUTE))


def _match(
    kind: str, header: tuple[str, ...], options: Options, remembered: dict[str, str], warnings: list[Note]
) -> tuple[dict[str, str], frozenset[str]]:
    """Return header → field, and the headers matched by hand."""
    by_hand = {name: field for name, field in options.columns.items() if name in header}
    for name, wanted in options.columns.items():
        if name not in header:
            warnings.append(Note(mark("The file has no column “{header}”."), {"header": name}))
        elif not _is_field(kind, wanted):
            raise Refused(
                mark("“{field}” is no field of {kind}; there are: {known}."),
                field=wanted,
                kind=kind,
                known=", ".join(targets(kind)),
            )
    chosen = {**{k: v for k, v in remembered.items() if k in header}, **by_hand}
    taken = [field for field in chosen.values() if field]
    if twice := next((field for field in taken if taken.count(field) > 1), ""):
        raise Refused(mark("Two columns cannot both fill “{field}”."), field=twice)
    free = [name for name in header if name not in chosen and not is_reason(name)]
    guessed = {n: f for n, f in matching.match(kind, free).items() if f not in taken}
    if kind not in OWN_KINDS:
        guessed = {name: field for name, field in guessed.items() if not field.startswith(OWN)}
    return {**guessed, **chosen}, frozenset(by_hand)


def _column(
    kind: str, header: str, field: str, cells: list[object], options: Options, manner: Manner
) -> Column:
    if is_reason(header):
        return Column(header, "", "text", Typed([]))
    if field == "won" and not any(read(Target(field, field, field), cells, manner).values):
        field = ""  # stages of another list say nothing, or a status that is no deal's
    if not field and header not in options.columns:
        if kind == "usage":
            field = _usage_field(header, cells)
        elif options.keep_columns and kind in OWN_KINDS and any(as_value(cell) for cell in cells):
            field = f"{OWN}{header}"
    if not field:
        return Column(header, "", "text", Typed([]))
    if field.startswith(OWN):
        own = options.own.get(field.removeprefix(OWN)) or _own_kind(cells)
        meant = Target(field, field, _OWN_FORMS[own])
        return Column(header, field, meant.form, read(meant, cells, manner), own=own)
    if field.startswith((MEASURE, ATTRIBUTE)):
        meant = Target(field, field, "number" if field.startswith(MEASURE) else "yes_no")
        return Column(header, field, meant.form, read(meant, cells, manner), 0.7)
    meant = target(kind, field) or Target(field, field, "text")
    return Column(
        header, field, meant.form, read(meant, cells, manner), _confidence(kind, header, field, options)
    )


def _confidence(kind: str, header: str, field: str, options: Options) -> float:
    if header in options.columns:
        return 1.0
    found = matching.guess(kind, header)
    if not found or found[0] != field:
        return 0.7
    return 1.0 if found[1] < _SURE else 0.9 if found[1] < 100 else 0.8


def as_value(cell: object) -> bool:
    """Tell a cell that holds something."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _usage_field(header: str, cells: list[object]) -> str:
    """Return what an unknown column of a usage file is: a measure, an attribute, or nothing."""
    form = looks_like(cells)
    if form == "yes_no" or (form == "number" and plain(header).startswith("is") and header[2:3] in "_ "):
        return f"{ATTRIBUTE}{header}"
    return f"{MEASURE}{header}" if form in ("number", "unclear") else ""


_OWN_FORMS = {
    OwnKind.TEXT: "text",
    OwnKind.LONG_TEXT: "long",
    OwnKind.NUMBER: "number",
    OwnKind.MONEY: "money",
    OwnKind.PERCENT: "number",
    OwnKind.DATE: "date",
    OwnKind.YES_NO: "yes_no",
    OwnKind.CHOICE: "text",
    OwnKind.LINK: "text",
}


def _own_kind(cells: list[object]) -> OwnKind:
    form = looks_like(cells)
    if form == "text" and any(isinstance(cell, str) and "\n" in cell.strip() for cell in cells):
        return OwnKind.LONG_TEXT
    kinds = {"yes_no": OwnKind.YES_NO, "number": OwnKind.NUMBER, "date": OwnKind.DATE}
    return kinds.get(form, OwnKind.TEXT)


def _unreadable(column: Column) -> bool:
    """Tell a column whose every value is nothing of the kind its header promised."""
    if column.form not in _GIVES_UP or column.typed.question:
        return False
    said = [value for value in column.typed.values if value is not None and value is not CLEARED]
    least = 1 if column.form == "choice" else 2  # one wrong number is a slip, one unknown word another list
    return len(said) >= least and all(isinstance(value, Note) for value in said)


def _questions(kind: str, columns: list[Column], options: Options) -> tuple[Question, ...]:
    found = []
    fields = {column.field for column in columns if column.field}
    if not fields & set(REQUIRED[kind]) and not any(f.removeprefix("x:") in REQUIRED[kind] for f in fields):
        known = ", ".join(REQUIRED[kind])
        note = Note(
            mark("No column of the file is one of: {known}. A mapping can name it."), {"known": known}
        )
        found.append(Question("columns", (), note))
    for code, text in (
        (
            "day_order",
            mark("Day or month first? Both are possible in: {headers}. Name --day-first or --month-first."),
        ),
        (
            "decimal",
            mark("Thousands or decimals? Both are possible in: {headers}. Name --decimal , or --decimal ."),
        ),
    ):
        headers = tuple(column.header for column in columns if column.typed.question == code)
        if headers:
            found.append(Question(code, headers, Note(text, {"headers": ", ".join(headers)})))
    ends = tuple(
        column.header
        for column in columns
        if column.field in ("end", "contract.end") and (column.typed.question or any(column.typed.values))
    )
    if ends and options.end_is not in ("last", "after"):
        text = mark(
            "Is the date in {headers} the last day covered, or the first day after?"
            " Name --end-is last or --end-is after."
        )
        found.append(Question("end_is", ends, Note(text, {"headers": ", ".join(ends)})))
    if crowns := _unnamed_crowns(columns, options):
        text = mark("Which currency is “kr” in {headers}? Name --currency SEK, NOK, DKK or ISK.")
        found.append(Question("currency", crowns, Note(text, {"headers": ", ".join(crowns)})))
    return tuple(found)


def _unnamed_crowns(columns: list[Column], options: Options) -> tuple[str, ...]:
    has_column = {c.field.rpartition(".")[0] for c in columns if c.field.rpartition(".")[2] == "currency"}
    return tuple(
        column.header
        for column in columns
        if column.form == "money"
        and any(sign.startswith("kr") for sign in (*column.typed.currencies, unit(column.header).currency))
        and column.field.rpartition(".")[0] not in has_column
        and unit(column.header).currency not in CROWNS
        and options.currency not in CROWNS
    )
