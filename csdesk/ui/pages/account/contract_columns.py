"""The columns of an account's contracts."""

from datetime import date

from csdesk.book.contracts_listing import ContractLine, State
from csdesk.book.contracts_listing import words as state_words
from csdesk.ui import formats
from csdesk.ui.grid.cells import Cash, Name, Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.pages.account.answers import contract_name
from csdesk.ui.translate import tr

TONES = {
    State.ENDING: "risk",
    State.RENEWING: "watch",
    State.CANCELLED: "risk",
    State.PAUSED: "watch",
    State.TRIAL: "accent",
    State.UPCOMING: "accent",
    State.ENDED: "faded",
    State.RENEWED: "faded",
}


def columns(today: date) -> tuple[GridColumn, ...]:
    """Return the columns, in their order."""
    return (
        GridColumn("name", tr("Contract"), contract_name, "name", 170, cell=_name, tip=_about),
        GridColumn(
            "start",
            tr("Starts"),
            lambda one: one.contract.start,
            "number",
            104,
            text=lambda one: formats.day(one.contract.start),
        ),
        GridColumn(
            "end",
            tr("Last day"),
            lambda one: one.last_day,
            "number",
            104,
            cell=_end,
            text=lambda one: formats.day(one.last_day),
        ),
        GridColumn(
            "notice",
            tr("Notice by"),
            lambda one: one.notice_by,
            "number",
            104,
            cell=lambda one: _notice(one, today),
            text=lambda one: formats.day(one.notice_by),
        ),
        GridColumn(
            "seats",
            tr("Seats"),
            lambda one: one.seats,
            "number",
            56,
            text=lambda one: formats.number(one.seats),
        ),
        GridColumn("price", tr("Price"), lambda one: one.amount, "number", 150, text=price),
        GridColumn("mrr", tr("MRR"), lambda one: one.mrr, "cash", 84, cell=_mrr, text=_mrr_words),
        GridColumn(
            "state",
            tr("State"),
            lambda one: tr(one.state.label),
            "text",
            150,
            cell=state,
            text=lambda one: state(one).text,
        ),
    )


def price(one: ContractLine) -> str:
    """Return what one interval costs: “€ 1.200 × 2 / month”."""
    per = tr(one.contract.interval.label).lower()
    times = f" × {formats.number(one.quantity)}" if one.quantity != 1 else ""
    return f"{formats.money(one.amount, one.contract.currency)}{times} / {per}"


def state(one: ContractLine) -> Toned:
    """Return how the contract stands, in words and in the tone that they need."""
    template, values = state_words(one)
    shown = {key: formats.day(each) if isinstance(each, date) else each for key, each in values.items()}
    return Toned(tr(template, **shown), TONES.get(one.state, "ink"))


def _name(one: ContractLine) -> Name:
    return Name(contract_name(one))


def _about(one: ContractLine) -> str:
    parts = [contract_name(one), one.product or "", tr(one.contract.kind.label)]
    if one.partner:
        parts.append(tr("by {partner}", partner=one.partner))
    return "\n".join(part for part in parts if part)


def _end(one: ContractLine) -> Toned:
    return Toned(formats.day(one.last_day)) if one.last_day else Toned(tr("open"), "faded")


def _notice(one: ContractLine, today: date) -> Toned | None:
    if one.notice_by is None:
        return None
    days = (one.notice_by - today).days
    over = days < 0 or one.state in (State.ENDED, State.RENEWED, State.CANCELLED)
    return Toned(formats.day(one.notice_by), "faded" if over else "watch" if days <= 30 else "ink")


def _mrr(one: ContractLine) -> Cash | None:
    currency = one.contract.currency
    return Cash(formats.sign(currency), formats.amount(one.mrr, currency, cents=False)) if one.mrr else None


def _mrr_words(one: ContractLine) -> str:
    return formats.money(one.mrr, one.contract.currency)
