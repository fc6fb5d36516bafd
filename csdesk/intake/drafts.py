"""Typed columns → drafts: what each row says of the fields of its kind, or why it cannot be taken."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from csdesk.i18n import mark
from csdesk.intake import packs, people
from csdesk.intake.dates import FOREVER
from csdesk.intake.numbers import CROWNS, DOLLARS, SIGNS
from csdesk.intake.reading import Amount
from csdesk.intake.targets import OWN
from csdesk.intake.units import unit
from csdesk.intake.words import plain
from csdesk.model import ContractKind, Interval, OwnKind, SurveyKind, decimals
from csdesk.model.currencies import CURRENCIES
from csdesk.model.draft import CLEARED, Batch, Draft, Note

if TYPE_CHECKING:
    from csdesk.intake.plan import Column, Plan

LARGEST = 10**13  # minor units
_ENDS = ("end", "last_day", "end_exclusive")
_MONTHS = {Interval.MONTH: 1, Interval.YEAR: 12}


class Cannot(Exception):
    """A row that cannot be taken; carries why."""

    def __init__(self, note: Note) -> None:
        super().__init__(str(note))
        self.note = note


def batch(plan: "Plan") -> Batch:
    """Return the rows of ``plan`` as drafts."""
    found = _rows(plan)
    rows = _Rows(plan)
    for draft in found:
        if draft.refused is None:
            try:
                rows.complete(draft.values)
            except Cannot as error:
                draft.refused = error.note
    own = {
        column.field.removeprefix(OWN): column.own
        for column in plan.columns
        if column.own is not None and column.field.removeprefix(OWN) not in plan.options.own
    }
    options = plan.options
    return Batch(
        plan.kind,
        plan.file,
        found,
        match=options.match,
        start=options.start,
        today=options.today,
        create_missing=options.create_missing,
        own=own,
        remember=plan.remembered(),
        warnings=tuple(rows.warnings()),
    )


def _rows(plan: "Plan") -> list[Draft]:
    laid = plan.laid.table
    drafts = [Draft(line, {}) for line in laid.lines]
    for at, note in laid.ragged.items():
        drafts[at].refused = note
    for column in plan.columns:
        name = column.field
        if not name:
            continue
        ends = name.rpartition(".")[2] in _ENDS
        for draft, value in zip(drafts, column.typed.values, strict=True):
            if value is None:
                continue
            if isinstance(value, Note):
                draft.refused = draft.refused or _in_column(column, value)
            elif value is FOREVER or value == FOREVER:
                if ends:  # a database's word for "open-ended"
                    draft.values[name] = CLEARED
                else:
                    problem = Note(mark("“{text}” is no date."), {"text": FOREVER.isoformat()})
                    draft.refused = draft.refused or _in_column(column, problem)
            else:
                draft.values[name] = value
    return drafts


def _in_column(column: "Column", problem: Note) -> Note:
    return Note(mark("{column}: {problem}"), {"column": column.header, "problem": problem})


class _Rows:
    """Completes drafts: money gets its currency, ends one meaning, parts are put together."""

    def __init__(self, plan: "Plan") -> None:
        self._plan = plan
        self._options = plan.options
        self._kind = plan.kind
        fields = {column.field: column for column in plan.columns if column.field}
        self._scope = "contract." if plan.kind == "tracker" else ""
        self._money = [column for column in fields.values() if column.form == "money" and not column.own]
        self._own = [column for column in fields.values() if column.own is not None]
        self._packs = [name for name, column in fields.items() if column.form == "pack"]
        self._health = [name for name in fields if name.startswith("health.")]
        self._measures = [name for name in fields if name.startswith("measure:")]
        self._attributes = [name for name in fields if name.startswith("attribute:")]
        self._people = any(name.startswith("contact.") for name in fields)
        self._roles = [name for name in fields if name.startswith("role.")]
        self._active = fields["active"].header if "active" in fields else ""
        self._long = "measure" in fields
        self._has_quantity = f"{self._scope}quantity" in fields
        self._no_interval = f"{self._scope}interval" not in fields
        self._counts: Counter[str] = Counter()
        self._first: dict[str, int] = {}
        if self._kind == "tickets":
            self._scale = _scale_of(fields)
        if self._kind == "surveys":
            self._survey, self._guessed = _survey_of(fields)

    def complete(self, values: dict[str, Any]) -> None:
        """Turn what the cells say into what the book's verb understands."""
        self._amounts(values)
        if self._kind in ("contracts", "tracker"):
            self._contract(values)
        for name in self._packs:
            if name in values and values[name] is not CLEARED:
                values[name] = self._unpacked(name, values)
        if self._kind == "contacts":
            people.full_name(values, "")
        if self._people:
            people.part(values)
        if self._kind == "usage":
            self._readings(values)
        if self._kind == "tickets" and "satisfaction" in values and self._scale:
            values.setdefault("satisfaction_scale", self._scale)
        if self._kind == "surveys":
            self._name_survey(values)
        if self._health:
            inputs = {
                name.removeprefix("health."): values.pop(name) for name in self._health if name in values
            }
            if inputs:
                values["health"] = inputs
        if self._roles:
            given = {name.removeprefix("role."): values.pop(name) for name in self._roles if name in values}
            if given:
                values["roles"] = given
        if self._own:
            self._own_fields(values)

    def _name_survey(self, values: dict[str, Any]) -> None:
        if self._survey is None:
            if "kind" not in values and "external_id" not in values:
                raise Cannot(Note(mark("The row does not say which survey it answers: nps, csat or ces.")))
            return
        values.setdefault("kind", self._survey)
        if self._guessed:
            self._counts[mark("{count} answers from 0 to 10 were read as NPS, for no column names it.")] += 1

    def warnings(self) -> Iterable[Note]:
        """Yield what was noticed over all rows, with how often."""
        for text, count in self._counts.items():
            yield Note(text, {"count": count})

    def _amounts(self, values: dict[str, Any]) -> None:
        scope_currency = f"{self._scope}currency"
        named = values.get(scope_currency)
        named = None if named is CLEARED else named
        for column in self._money:
            amount = values.get(column.field)
            if isinstance(amount, Amount):
                currency = self._currency_of(column, amount, named)
                values[column.field] = self._minor(column, amount.value * column.scale, currency)
                before = values.get(scope_currency)
                if before not in (None, CLEARED, currency):
                    self._counts[
                        mark("{count} amounts carry another currency than their row; the sign counts.")
                    ] += 1
                values[scope_currency] = currency

    def _currency_of(self, column: "Column", amount: Amount, named: str | None) -> str:
        in_header = unit(column.header).currency
        candidates = (named, SIGNS.get(in_header, in_header), self._options.currency)
        sign = amount.currency or ("" if named else in_header)
        if not sign:
            return next((c for c in candidates if c in CURRENCIES), None) or self._options.book_currency
        if sign == "$":
            homes = (*candidates, self._options.book_currency)
            if home := next((c for c in homes if c in DOLLARS), ""):
                return str(home)
            self._counts[mark("“$” was read as US dollars ({count} amounts).")] += 1
            return "USD"
        if sign in ("kr", "kr."):
            if home := next((c for c in candidates if c in CROWNS), ""):
                return str(home)
            raise Cannot(
                _in_column(column, Note(mark("“kr” needs its currency named: SEK, NOK, DKK or ISK.")))
            )
        code = SIGNS.get(sign, sign)
        if code not in CURRENCIES:
            raise Cannot(
                _in_column(column, Note(mark("“{text}” is not a currency such as EUR."), {"text": code}))
            )
        return code

    def _minor(self, column: "Column", amount: Decimal, currency: str) -> int:
        if abs(amount) > LARGEST:
            raise Cannot(_in_column(column, Note(mark("The amount is too large."))))
        scaled = amount.scaleb(decimals(currency))
        units = packs.half_up(scaled)
        if abs(scaled - units) > Decimal("0.0001"):  # less is how a spreadsheet stores a decimal number
            self._counts[
                mark("{count} amounts have more decimals than their currency and were rounded.")
            ] += 1
        if abs(units) > LARGEST:
            raise Cannot(_in_column(column, Note(mark("The amount is too large."))))
        return units

    def _contract(self, values: dict[str, Any]) -> None:
        scope = self._scope
        monthly, yearly = values.pop(f"{scope}mrr", None), values.pop(f"{scope}arr", None)
        monthly = None if monthly is CLEARED else monthly
        yearly = None if yearly is CLEARED else yearly
        if monthly is not None and yearly is not None and abs(monthly * 12 - yearly) * 100 > abs(yearly):
            self._counts[
                mark("{count} rows give a yearly amount that is not twelve times the monthly one.")
            ] += 1
        given, interval = (yearly, Interval.YEAR) if monthly is None else (monthly, Interval.MONTH)
        if given is not None:
            values[f"{scope}amount"], values[f"{scope}interval"] = given, interval
            values["whole_line"] = not self._has_quantity
        self._end(values, scope)
        won = values.pop("won", None)
        if isinstance(won, ContractKind):  # a status of "trialing"
            values.setdefault(f"{scope}kind", won)
        if given is None and f"{scope}amount" in values and self._no_interval:
            whole = won is True and isinstance(values.get("end_exclusive"), date)
            values.setdefault(f"{scope}interval", Interval.TERM if whole else Interval.MONTH)
            self._counts[
                mark("{count} amounts of deals were read as the price of their whole term.")
                if whole
                else mark("{count} amounts were read as monthly, for no column says their interval.")
            ] += 1
        trial = values.pop(f"{scope}is_trial", None)
        if isinstance(trial, bool):
            values.setdefault(f"{scope}kind", ContractKind.TRIAL if trial else ContractKind.PAID)

    def _end(self, values: dict[str, Any], scope: str) -> None:
        last, after, plain = (values.pop(f"{scope}{n}", None) for n in ("last_day", "end_exclusive", "end"))
        if after is None and last is not None:
            after = last if last is CLEARED else last + timedelta(days=1)
        if after is None and plain is not None:
            inclusive = self._options.end_is == "last" and plain is not CLEARED
            after = plain + timedelta(days=1) if inclusive else plain
        term = values.pop(f"{scope}term", None)
        start = values.get(f"{scope}start")
        if after is None and isinstance(term, int) and isinstance(start, date):
            after = start + relativedelta(months=term)
        if after is None:
            return
        if isinstance(after, date) and isinstance(start, date) and after < start:
            raise Cannot(Note(mark("The contract ends before it starts.")))
        values[f"{scope}end_exclusive"] = after

    def _unpacked(self, name: str, values: dict[str, Any]) -> object:
        currency = values.get(f"{self._scope}currency") or self._options.book_currency
        try:
            return packs.read(name, str(values[name]), str(currency))
        except ValueError as error:
            text = str(values[name])[:60]
            raise Cannot(
                Note(mark("{field}: “{text}” cannot be read."), {"field": name, "text": text})
            ) from error

    def _readings(self, values: dict[str, Any]) -> None:
        """Put together (measure, value, active, entitled) for each number of the row."""
        active, entitled = values.pop("active", None), values.pop("entitled", None)
        readings: list[tuple[str, object, object, object]] = []
        if self._long:
            if isinstance(measure := values.pop("measure", None), str):
                readings.append((measure, values.pop("value", None), active, entitled))
        else:
            readings += [
                (name.removeprefix("measure:"), values.pop(name), None, None)
                for name in self._measures
                if name in values
            ]
            if "value" in values:
                readings.append(("value", values.pop("value"), None, None))
            if active is not None:
                number = active if active is CLEARED else float(active)
                readings.append((self._active, number, active, entitled))
            elif entitled is not None:
                readings.append(("entitled", None, None, entitled))
        if not readings:
            raise Cannot(Note(mark("The row holds no number.")))
        values["readings"] = readings
        marks = {n.removeprefix("attribute:"): values.pop(n) for n in self._attributes if n in values}
        if marks:
            values["attributes"] = {**values.get("attributes", {}), **marks}

    def _own_fields(self, values: dict[str, Any]) -> None:
        own: dict[str, object] = {}
        for column in self._own:
            value = values.pop(column.field, None)
            if value is None:
                continue
            name = column.field.removeprefix(OWN)
            if isinstance(value, Amount):
                value = self._minor(column, value.value * column.scale, self._options.book_currency)
            elif isinstance(value, date):
                value = value.isoformat()
            elif isinstance(value, float) and column.own in (OwnKind.NUMBER, OwnKind.PERCENT):
                value = int(value) if value.is_integer() else value
            own[name] = value
        if own:
            values["own"] = own


def _survey_of(fields: dict[str, "Column"]) -> tuple[SurveyKind | None, bool]:
    """Return the survey that the header or the span of the scores tells, and whether that was a guess."""
    column = fields.get("score")
    if column is None or "kind" in fields:
        return None, False
    header = plain(column.header)
    if named := next((kind for kind in SurveyKind if header.startswith(kind.value)), None):
        return named, False
    scores = [value for value in column.typed.values if isinstance(value, float)]
    whole = all(0 <= score <= 10 and score.is_integer() for score in scores)
    if "scale" not in fields and whole and any(score == 0 or score > 7 for score in scores):
        return SurveyKind.NPS, True  # of the usual scales only this one goes from 0 to 10
    return None, False


def _scale_of(fields: dict[str, "Column"]) -> str:
    """Return 1-5 for scores without a scale column that are whole numbers from 1 to 5 only."""
    column = fields.get("satisfaction")
    if column is None or "satisfaction_scale" in fields:
        return ""
    scores = [value for value in column.typed.values if isinstance(value, float)]
    return "1-5" if scores and all(1 <= score <= 5 and score.is_integer() for score in scores) else ""
