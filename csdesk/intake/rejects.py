"""The rows that were refused, as a file to mend and give back: the original columns plus the reason."""

from csdesk.intake.plan import Plan, is_reason
from csdesk.intake.table import REASON
from csdesk.intake.text import as_text
from csdesk.model.draft import Outcome


def rejected(plan: Plan, outcome: Outcome) -> tuple[list[str], list[list[str]]]:
    """Return header and rows; an older reason gives way to the new one."""
    kept = [at for at, name in enumerate(plan.header) if not is_reason(name)]
    cells = dict(zip(plan.laid.table.lines, plan.laid.table.rows, strict=True))
    rows = [
        [*(_as_it_was(cells[row.line][at]) for at in kept), str(row.reason or "")] for row in outcome.refused
    ]
    return [*(plan.header[at] for at in kept), REASON], rows


def _as_it_was(cell: object) -> str:
    """Return a cell as it came; a leading ``'`` of the original is one still."""
    if isinstance(cell, str):
        return cell
    return as_text(cell)
