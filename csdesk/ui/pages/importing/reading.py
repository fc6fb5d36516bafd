"""What the import page asks of a file, off the UI thread: its kind, its plan, its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from csdesk.book import desk, giving_files, taking
from csdesk.book.giving import Sheet
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.intake import columns as matching
from csdesk.intake import plan as planning
from csdesk.intake.options import Options
from csdesk.intake.plan import Column, Plan, Question
from csdesk.intake.rejects import rejected
from csdesk.intake.source import Source
from csdesk.intake.targets import ENTITIES, KINDS, OWN, REQUIRED, target
from csdesk.model import Contact, Contract, Money, OwnKind, fields_of
from csdesk.model.draft import Outcome
from csdesk.ui import formats
from csdesk.ui.translate import counted, tr

KIND_WORDS = {
    "accounts": mark("Accounts"),
    "contacts": mark("People"),
    "products": mark("Products"),
    "contracts": mark("Contracts"),
    "usage": mark("Usage"),
    "tickets": mark("Tickets"),
    "surveys": mark("Survey answers"),
    "invoices": mark("Invoices"),
    "activities": mark("Activities"),
    "churns": mark("Churn records"),
    "partners": mark("Partners"),
    "rates": mark("Exchange rates"),
    "tracker": mark("Tracker"),
}
TITLES = {
    "accounts": mark("Import accounts"),
    "contacts": mark("Import people"),
    "products": mark("Import products"),
    "contracts": mark("Import contracts"),
    "usage": mark("Import usage"),
    "tickets": mark("Import tickets"),
    "surveys": mark("Import survey answers"),
    "invoices": mark("Import invoices"),
    "activities": mark("Import activities"),
    "churns": mark("Import churn records"),
    "partners": mark("Import partners"),
    "rates": mark("Import exchange rates"),
    "tracker": mark("Import a tracker"),
}
# words in a file's name that tell its kind, in the languages files are named in
NAMED = {
    "contacts": ("contact", "people", "contato", "contacto", "henkilo", "yhteyshenk"),
    "contracts": ("contract", "subscription", "contrato", "assinatura", "suscripc", "sopimu", "tilaus"),
    "usage": ("usage", "uso", "kaytto"),
    "tickets": ("ticket", "support", "chamado", "tiketti"),
    "surveys": ("survey", "nps", "csat", "pesquisa", "encuesta", "kysely"),
    "invoices": ("invoice", "fatura", "factura", "lasku"),
    "activities": ("activit", "timeline", "atividad", "actividad", "tapahtuma"),
    "churns": ("churn", "cancel", "lost"),
    "partners": ("partner", "parceir", "socio", "kumppani"),
    "products": ("product", "produto", "producto", "tuote", "tuotte"),
    "rates": ("rate", "fx", "cambio", "tasa", "kurssi"),
    "tracker": ("tracker", "carteira", "cartera", "portfolio", "seuranta"),
    "accounts": ("account", "compan", "customer", "client", "conta", "empresa", "cuenta", "asiaka", "yritys"),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What the book says before a file is read: its currency, own fields, and what was matched before."""

    currency: str
    own: Mapping[str, Mapping[str, OwnKind]]
    remembered: Mapping[str, Mapping[str, str]]


def desk_of(session: Any) -> Desk:
    """Ask what reading a file needs to know of the book."""
    own = {kind: taking.own_kinds(session, kind) for kind in KINDS}
    remembered = {kind: taking.mappings(session, kind) for kind in KINDS}
    return Desk(desk.get(session, "currency"), own, remembered)


def options_for(found: Desk, kind: str, today: date, **named: Any) -> Options:
    """Return the options a file of ``kind`` starts with."""
    return Options(
        book_currency=found.currency,
        today=today,
        own=found.own.get(kind, {}),
        remembered=found.remembered.get(kind, {}),
        **named,
    )


def guess_kind(source: Source, options: Options) -> str:
    """Return the kind whose words the header holds, helped by the file's name."""
    header = planning.read_bytes(source, "tracker", options).header
    return kind_of(source.name, header)


def kind_of(name: str, header: tuple[str, ...]) -> str:
    """Return the likeliest kind for a header; a tracker is one that also holds contracts or people."""
    stem = formats.plain(Path(name).stem)
    named = next((kind for kind, words in NAMED.items() if any(word in stem for word in words)), "")
    scores: dict[str, float] = {}
    for kind in KINDS:
        fields = {f for f in matching.match(kind, header).values() if not f.startswith(OWN)}
        if not fields & set(REQUIRED[kind]):
            continue
        scores[kind] = len(fields) + (2.5 if kind == named else 0)
        if kind == "tracker":
            beside = {field for field in fields if "." in field}
            scores[kind] -= 0.5 if len(beside) > 1 or kind == named else 4
        elif kind == "accounts":
            scores[kind] += 0.25  # of two that fit alike, the one records hang on
    return max(scores, key=lambda kind: scores[kind], default=named or "accounts")


def target_words(kind: str, field: str) -> str:
    """Return what a field is called, with the record it belongs to where a row makes several."""
    if not field:
        return tr("left out")
    if field.startswith(OWN):
        return tr("Own field “{name}”", name=field.removeprefix(OWN))
    head, _, rest = field.partition(":")
    if rest:
        said = tr("Reading “{name}”") if head == "measure" else tr("Mark “{name}”")
        return said.format(name=rest)
    part, _, rest = field.partition(".")
    detail = {"health": tr("Health: {field}"), "role": tr("Role: {field}")}
    if rest and part in detail:
        named = rest.removesuffix(".value").replace("_", " ")
        return tr("Health") if named == "health" else detail[part].format(field=named)
    meant = target(kind, field)
    if meant is None:
        return field
    prefixes = {"contract": tr("Contract: {field}"), "contact": tr("Person: {field}")}
    if rest and part in prefixes:
        return prefixes[part].format(field=tr(meant.label))
    if rest and part[:-1] == "contact":
        return tr("Person {number}: {field}", number=part[-1], field=tr(meant.label))
    return tr(meant.label)


def is_money(kind: str, field: str) -> bool:
    """Tell whether a field that an import changes holds minor units of a currency."""
    part, _, rest = field.rpartition(".")
    entity = {"contract": Contract, "contact": Contact}.get(part, ENTITIES[kind])
    return any(each.name == rest and each.kind is Money for each in fields_of(entity))


def column_words(column: Column, count: int) -> str:
    """Return how a column was read, in few words."""
    if column.typed.question:
        return tr("to be decided above")
    if not column.field:
        return tr("not taken")
    values = column.typed.values
    empty = sum(1 for value in values if value is None)
    if count and empty == count:
        return tr("empty")
    forms = {
        "date": tr("dates"),
        "day": tr("dates"),
        "month": tr("months"),
        "money": tr("money"),
        "number": tr("numbers"),
        "whole": tr("whole numbers"),
        "yes_no": tr("yes or no"),
        "choice": tr("fixed words"),
        "id": tr("ids"),
        "link": tr("names or ids"),
    }
    parts = [forms.get(column.form, tr("text"))]
    if column.typed.order:
        parts.append(tr("day first") if column.typed.order == "day-first" else tr("month first"))
    if column.typed.decimal:
        parts.append(tr("decimal comma") if column.typed.decimal == "," else tr("decimal point"))
    if count and empty * 5 > count:
        parts.append(tr("empty in {share}", share=formats.percent(empty / count, 0)))
    return ", ".join(parts)


def about_words(plan: Plan) -> str:
    """Return the line below the title: the file and how it was read."""
    separators = {
        ";": tr("; between columns"),
        ",": tr(", between columns"),
        "\t": tr("tabs between columns"),
    }
    sign = plan.laid.separator
    parts = [
        plan.file,
        tr("sheet “{name}”", name=plan.laid.sheet) if plan.laid.sheet else "",
        separators.get(sign, tr("{sign} between columns", sign=sign)) if sign else "",
        encoding_words(plan.laid.encoding),
        counted(plan.count, "{n} row", "{n} rows"),
    ]
    return "  ·  ".join(part for part in parts if part)


def encoding_words(encoding: str) -> str:
    """Return an encoding as people know it."""
    known = {
        "cp1252": "Windows-1252",
        "utf-8-sig": "UTF-8",
        "utf-8": "UTF-8",
        "utf-16": "UTF-16",
        "latin-1": "Latin-1",
    }
    return known.get(encoding, encoding.upper())


QUESTIONS = {
    "columns": mark("Which column says whose row it is? Match one of the columns below by hand."),
    "day_order": mark("Day or month first? {headers} can be read both ways."),
    "decimal": mark("Is the sign in {headers} a decimal sign, or does it part thousands?"),
    "end_is": mark("Is the date in {headers} the last day covered, or the first day after?"),
    "currency": mark("Which crowns are the “kr” in {headers}?"),
}


def question_words(question: Question) -> str:
    """Return what the file leaves open, as the window asks it."""
    headers = ", ".join(f"“{header}”" for header in question.headers)
    return tr(QUESTIONS[question.code], headers=headers)


def mapping_text(path: Path) -> str:
    """Read a mapping that was saved."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise Refused(mark("“{name}” cannot be read as a mapping."), name=path.name) from error


def write_rejects(path: Path, plan: Plan, outcome: Outcome) -> None:
    """Write the refused rows as they came, with the reason beside them: to be mended and given back."""
    header, rows = rejected(plan, outcome)
    cells: list[Sequence[str]] = list(zip(*rows, strict=True))
    giving_files.write(Sheet(header, ["cell"] * len(header), cells), path)
