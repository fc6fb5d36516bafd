"""metrics, movements, cohorts, explain: the numbers of a book, as text, CSV or JSON."""

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from csdesk.cli import frame
from csdesk.cli.figure_json import as_json, beside, denominator, money, numerator, value_of
from csdesk.errors import Refused
from csdesk.i18n import mark

if TYPE_CHECKING:
    from csdesk.book.figures import Explanation, Figure

_BY = ("segment", "tier", "country", "owner", "source", "product", "partner")
_EVERY = ("month", "quarter", "year", "fiscal-year")
_SHOWN_ROWS = 20  # of each side of an explained number


def add(command: str, parser: argparse.ArgumentParser) -> None:
    """Add what ``command`` takes."""
    if command == "metrics":
        parser.add_argument("--list", action="store_true", help="say which metrics there are")
        parser.add_argument("book", nargs="?", metavar="BOOK", help="the book, a file ending in .csdesk")
    else:
        frame.add_book(parser)
    frame.add_today(parser)
    _ADD[command](parser)


def run(command: str, options: argparse.Namespace) -> int:
    """Do ``command``."""
    return _RUN[command](options)


def _add_metrics(parser: argparse.ArgumentParser) -> None:
    _add_as_of(parser)
    parser.add_argument("--period", metavar="P", help="month, quarter, year, fiscal-year, 12m or all")
    parser.add_argument("--id", action="append", metavar="ID", help="only this metric (may be repeated)")
    parser.add_argument("--by", choices=_BY, metavar="FIELD", help=", ".join(_BY))
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--csv", action="store_true", help="print CSV")


def _add_movements(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", type=_month, metavar="YYYY-MM", help="first month")
    parser.add_argument("--to", dest="last", type=_month, metavar="YYYY-MM", help="last month")
    parser.add_argument("--every", choices=_EVERY, default="month", metavar="PERIOD", help=", ".join(_EVERY))
    split = parser.add_mutually_exclusive_group()
    split.add_argument("--by-account", action="store_true", help="one row per account and period")
    split.add_argument("--by", choices=_BY, metavar="FIELD", help=", ".join(_BY))
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV (the default)")


def _add_cohorts(parser: argparse.ArgumentParser) -> None:
    _add_as_of(parser)
    parser.add_argument("--by", choices=_BY[:5], metavar="FIELD", help=", ".join(_BY[:5]))
    parser.add_argument("--csv", action="store_true", help="print CSV (the default)")


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("metric", metavar="METRIC", help="an id of “csdesk metrics --list”")
    _add_as_of(parser)
    parser.add_argument("--period", metavar="P", help="month, quarter, year, fiscal-year, 12m or all")
    parser.add_argument("--by", choices=_BY, metavar="FIELD", help=", ".join(_BY))
    parser.add_argument("--group", metavar="NAME", help="the group of --by")
    parser.add_argument(
        "--rows", type=int, default=_SHOWN_ROWS, metavar="N", help="rows of each side (0: all)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def _add_as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=frame.day, metavar="DATE", help="the day to look at; default today")


def _month(text: str) -> date:
    """Read YYYY-MM as the first day of that month."""
    if not re.fullmatch(r"\d{4}-\d{2}", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a month like 2026-11")
    try:
        return date.fromisoformat(text + "-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a month like 2026-11") from None


def _as_of(options: argparse.Namespace) -> date:
    day: date = options.as_of or frame.today(options)
    return _sane(day)


def _sane(day: date) -> date:
    """Refuse days that are a slip of the pen: windows reach a century back, periods some years ahead."""
    if not 1970 <= day.year <= 2200:
        raise Refused(mark("{year} is not a year that numbers can be made for."), year=day.year)
    return day


# metrics ---------------------------------------------------------------------------------------------------


def _metrics(options: argparse.Namespace) -> int:
    if options.list:
        return _list(options)
    from pathlib import Path

    from csdesk.book import figures

    if options.book is None:
        raise Refused(mark("Name a book, or ask for --list."))
    path = Path(options.book)
    with frame.open_book(path) as book:
        answer = book.read(
            figures.metrics, _as_of(options), period=options.period, ids=options.id, by=options.by
        )
    for note in answer.notes:
        _warn(str(note))
    if options.json:
        frame.out_json(
            {
                "book": answer.name,
                "as_of": answer.as_of.isoformat(),
                "currency": answer.currency,
                "policy": answer.policy.as_dict(),
                "metrics": [as_json(each) for each in answer.figures],
            }
        )
        return 0
    header = [
        "id", "label", "value", "unit", "currency", "of", "n", "from", "to", "formula", "reason", "beside",
    ]  # fmt: skip
    rows = [_as_row(each) for each in answer.figures]
    if options.by:
        header.insert(0, "group")
        for row, each in zip(rows, answer.figures, strict=True):
            row.insert(0, each.group)
    if options.csv:
        frame.out_csv(header, rows)
    else:
        _print_table(header, rows)
    return 0


def _list(options: argparse.Namespace) -> int:
    from csdesk.metrics.catalogue import METRICS

    entries = [
        {
            "id": each.id,
            "label": each.label,
            "unit": each.unit.value,
            "family": each.family,
            "period": each.period or "day",
            "formula": each.words,
            "needs": each.needs,
        }
        for each in METRICS
    ]
    if options.json:
        frame.out_json(entries)
    else:
        header = ("id", "label", "unit", "period", "formula")
        rows = [[entry[name] for name in header] for entry in entries]
        if options.csv:
            frame.out_csv(header, rows)
        else:
            _print_table(header, rows)
    return 0


def _as_row(figure: "Figure") -> list[Any]:
    result = figure.result
    parts = (numerator(figure), denominator(figure))
    period = result.period
    return [
        figure.metric.id,
        figure.metric.label,
        value_of(figure),
        result.unit.value,
        result.currency,
        f"{parts[0]} of {parts[1]}" if None not in parts else None,
        result.n,
        period.opening.isoformat() if period else None,
        period.closing.isoformat() if period else None,
        result.formula_id,
        None if result.reason is None else result.reason.value,
        _beside(figure),
    ]


def _beside(figure: "Figure") -> str | None:
    """Return the counts beside a figure, and its value since a history that is short began, as text."""
    words = [f"{word.replace('_', ' ')} {count}" for word, count in figure.beside.items()]
    if figure.since is not None and figure.since.period is not None:
        value = "–" if figure.since.value is None else f"{figure.since.value:.4f}"
        words.append(f"since {figure.since.period.opening} {value}")
    return ", ".join(words) or None


# movements -------------------------------------------------------------------------------------------------


def _movements(options: argparse.Namespace) -> int:
    from csdesk.book import figures

    today = frame.today(options)
    last = _sane(options.last or today.replace(day=1))
    first = _sane(options.first or date(last.year - 1, last.month, 1))
    with frame.open_book(options.book) as book:
        for note in book.read(figures.movement_notes, first, last, every=options.every):
            _warn(str(note))
        if options.by_account:
            found, currency = book.read(figures.movements_by_account, first, last, every=options.every)
            header: Sequence[str] = (
                "account_id", "account", "month", "opening", "closing", "change", "movement",
            )  # fmt: skip
            rows = [
                [
                    each.external_id or str(each.account_id),
                    each.account,
                    f"{each.month_end:%Y-%m}",
                    *(money(units, currency) for units in (each.opening, each.closing, each.change)),
                    each.movement,
                ]
                for each in found
            ]
        else:
            table = book.read(figures.movements, first, last, every=options.every, by=options.by)
            header = table.columns()
            rows = [
                [_cell(getattr(row, name), name, table.currency) for name in header] for row in table.rows
            ]
    if options.json:
        frame.out_json([dict(zip(header, row, strict=True)) for row in rows])
    else:
        frame.out_csv(header, rows)
    return 0


def _cell(value: Any, name: str, currency: str) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return money(value, currency) if name.endswith("_mrr") else value


# cohorts ---------------------------------------------------------------------------------------------------


def _cohorts(options: argparse.Namespace) -> int:
    from csdesk.book import figures

    with frame.open_book(options.book) as book:
        found = book.read(figures.cohorts, _as_of(options), by=options.by)
    ages = max((len(each.logo) for each in found), default=0)
    header = ["kind", "cohort", "size", *(str(age) for age in range(ages))]
    rows: list[list[Any]] = []
    for kind in ("logo", "mrr"):
        for each in found:
            cells = each.logo if kind == "logo" else each.mrr
            row = [kind, f"{each.first:%Y-%m}", each.size, *cells]
            rows.append([each.group, *row] if options.by else row)
    frame.out_csv(["group", *header] if options.by else header, rows)
    return 0


# explain ---------------------------------------------------------------------------------------------------


def _explain(options: argparse.Namespace) -> int:
    from csdesk.book import figures

    if options.by and options.group is None:
        raise Refused(mark("Say which group: --group NAME."))
    with frame.open_book(options.book) as book:
        found = book.read(
            figures.explain,
            options.metric,
            _as_of(options),
            period=options.period,
            by=options.by,
            group=options.group,
        )
    if options.json:
        frame.out_json(_explained(found))
        return 0
    figure, result = found.figure, found.figure.result
    value = value_of(figure)
    shown = _no_value(found) if value is None else str(value)
    if result.unit.is_money and value is not None:
        shown += f" {result.currency}"
    print(f"{figure.metric.label}: {shown}")
    print(f"formula:     {found.words} ({result.formula_id})")
    print(f"period:      {found.period.opening} to {found.period.closing}{_partial(found)}")
    if result.numerator is not None:
        print(f"numerator:   {numerator(figure)}")
    if result.denominator is not None:
        print(f"denominator: {denominator(figure)}")
    if result.n is not None:
        print(f"n:           {result.n}")
    if result.low is not None and result.high is not None:
        print(f"interval:    {result.low:.4f} to {result.high:.4f} (95 %, Wilson)")
    for word, count in figure.beside.items():
        print(f"beside:      {word.replace('_', ' ')} {count}")
    if figure.since is not None and figure.since.period is not None:
        print(f"since {figure.since.period.opening}: {figure.since.value} (the history is shorter)")
    print("policy:      " + ", ".join(f"{key} {value}" for key, value in found.policy.as_text().items()))
    for note in found.notes:
        print(f"note:        {note}")
    for role in dict.fromkeys(row.role for row in found.rows):
        _print_rows(found, role, options.rows)
    return 0


def _explained(found: "Explanation") -> dict[str, Any]:
    return {
        "metric": as_json(found.figure),
        "beside": beside(found.figure),
        "words": found.words,
        "policy": found.policy.as_dict(),
        "notes": [str(note) for note in found.notes],
        "rows": [
            {
                "role": row.role,
                "kind": row.kind,
                "id": row.id,
                "label": row.label,
                "amount": money(row.amount, found.currency),
            }
            for row in found.rows
        ],
    }


def _no_value(found: "Explanation") -> str:
    reason = found.figure.result.reason
    return "–" if reason is None else f"– ({reason.value}: {reason.words})"


def _partial(found: "Explanation") -> str:
    return ", not over yet" if found.figure.result.partial else ""


def _print_rows(found: "Explanation", role: str, most: int) -> None:
    rows = found.of(role)
    print(f"\n{role} ({len(rows)} {rows[0].kind}s)")
    for row in rows[: most or None]:
        amount = money(row.amount, found.currency)
        print(f"  {amount or '':>16}  {row.label}  [{row.kind} {row.id}]")
    if most and len(rows) > most:
        print(f"  … and {len(rows) - most} more")


def _print_table(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print columns side by side; numbers to the right."""
    cells = [[_text(cell) for cell in row] for row in rows]
    widths = [max(len(line[at]) for line in [list(header), *cells]) for at in range(len(header))]
    for line in [list(header), *cells]:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _warn(text: str) -> None:
    import sys

    print(f"csdesk: {text}", file=sys.stderr)


_ADD: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "metrics": _add_metrics,
    "movements": _add_movements,
    "cohorts": _add_cohorts,
    "explain": _add_explain,
}
_RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "metrics": _metrics,
    "movements": _movements,
    "cohorts": _cohorts,
    "explain": _explain,
}
