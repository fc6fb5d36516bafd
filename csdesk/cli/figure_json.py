"""A figure as the command line writes it: names and order of the JSON, money in major units."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from csdesk.book.figures import Figure


def as_json(figure: "Figure") -> dict[str, Any]:
    """Return a figure with the names and order of the command line's JSON, and no others.

    Only ``--by`` adds one, the group; what stands beside a number is part of explaining it.
    """
    result = figure.result
    found: dict[str, Any] = {
        "id": figure.metric.id,
        "label": figure.metric.label,
        "value": value_of(figure),
        "unit": result.unit.value,
        "currency": result.currency,
        "numerator": numerator(figure),
        "denominator": denominator(figure),
        "n": result.n,
        "low": result.low,
        "high": result.high,
        "period": {"from": result.period.opening.isoformat(), "to": result.period.closing.isoformat()}
        if result.period
        else None,
        "formula": result.formula_id,
        "reason": None if result.reason is None else result.reason.value,
        "partial": result.partial,
    }
    if figure.group is not None:
        found["group"] = figure.group
    return found


def beside(figure: "Figure") -> dict[str, Any]:
    """Return what stands beside a figure: counts, and the value since the start of a short history."""
    found: dict[str, Any] = dict(figure.beside)
    if figure.since is not None and figure.since.period is not None:
        found["since"] = {"from": figure.since.period.opening.isoformat(), "value": figure.since.value}
    return found


def value_of(figure: "Figure") -> Any:
    result = figure.result
    if result.unit.is_money and result.value is not None and result.currency:
        return money(result.minor, result.currency)
    return result.value


def numerator(figure: "Figure") -> Any:
    """Return what stands above the line: money in major units, counts as they are."""
    from csdesk.metrics.catalogue import AMOUNTS

    return _side(figure, figure.result.numerator, in_money=figure.metric.parts == AMOUNTS)


def denominator(figure: "Figure") -> Any:
    """Return what stands below the line; revenue per account is money over a count."""
    from csdesk.metrics.catalogue import AMOUNTS

    in_money = figure.metric.parts == AMOUNTS and figure.metric.id != "arpa"
    return _side(figure, figure.result.denominator, in_money=in_money)


def _side(figure: "Figure", part: int | float | None, *, in_money: bool) -> Any:
    from csdesk.metrics.result import FINE, half_up

    if part is None or not in_money or figure.result.currency is None:
        return part
    return money(half_up(int(part), FINE), figure.result.currency)


def money(units: int | None, currency: str) -> str | None:
    """Return minor units as a decimal string of major ones."""
    from csdesk.model import major

    return None if units is None else str(major(units, currency))
