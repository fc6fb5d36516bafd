"""Rows of the bench below the window: movements, import, undo, export, paper."""

import csv
import itertools
import random
import sqlite3
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import date, timedelta
from pathlib import Path

from bench import TODAY, Place, Row, Times, in_turn, watch

MONTHS = (date(2023, 12, 1), date(2026, 11, 1))  # 36 of them
MANY = 10_000
RECORDS = {
    "accounts": "external_id name domain industry segment tier country city currency source owner",
    "contracts": "external_id account product start last_day amount interval currency seats auto_renews",
}
WINDOWS = """
WITH m AS (
  SELECT month, mrr,
    lag(mrr, 1, 0) OVER w AS was,
    coalesce(max(mrr) OVER (PARTITION BY account ORDER BY month
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS best
  FROM monthly WINDOW w AS (PARTITION BY account ORDER BY month)
)
SELECT month, sum(was),
  sum(CASE WHEN was = 0 AND best = 0 THEN mrr ELSE 0 END),
  sum(CASE WHEN was = 0 AND best > 0 THEN mrr ELSE 0 END),
  sum(CASE WHEN was > 0 AND mrr > was THEN mrr - was ELSE 0 END),
  sum(CASE WHEN was > 0 AND mrr > 0 AND mrr < was THEN mrr - was ELSE 0 END),
  sum(CASE WHEN was > 0 AND mrr = 0 THEN -was ELSE 0 END),
  sum(mrr),
  sum(was > 0), sum(was = 0 AND best = 0 AND mrr > 0), sum(was = 0 AND best > 0 AND mrr > 0),
  sum(was > 0 AND mrr = 0), sum(mrr > 0)
FROM m GROUP BY month ORDER BY month
"""


def movements(place: Place) -> tuple[Times, Times]:
    """Compare with window functions over a table of monthly rows, filled with our own closing MRR."""
    from csdesk.book import Book
    from csdesk.book.movements import movements as ask
    from csdesk.book.movements import movements_by_account

    with Book(place.book(MANY), readonly=True) as book:
        accounts, _ = book.read(movements_by_account, *MONTHS)
        monthly = sqlite3.connect(place.folder / "monthly.sqlite")
        monthly.execute(
            "CREATE TABLE monthly (account INT, month TEXT, mrr INT, PRIMARY KEY (account, month))"
        )
        rows = {(one.account_id, str(one.month_end)): one.closing or 0 for one in accounts}
        everyone, months = {key[0] for key in rows}, {key[1] for key in rows}
        every = itertools.product(sorted(everyone), sorted(months))
        monthly.executemany(
            "INSERT INTO monthly VALUES (?, ?, ?)", ((*key, rows.get(key, 0)) for key in every)
        )
        monthly.commit()
        times = in_turn(7, lambda: book.read(ask, *MONTHS), lambda: monthly.execute(WINDOWS).fetchall())
        monthly.close()
    return times


def write_files(folder: Path) -> dict[str, Path]:
    """Write the two CSV files of 10,000 rows each that are imported."""
    chance = random.Random(7)  # noqa: S311  the same files every time
    files = {kind: folder / f"{kind}.csv" for kind in RECORDS}
    if files["contracts"].exists():
        return files
    rows: dict[str, list[Sequence[object]]] = {"accounts": [], "contracts": []}
    for number in range(MANY):
        name = f"{chance.choice(('Transportes', 'Leipomo', 'Bodegas', 'Grupo'))} Nº {number}"
        place = chance.choice(("BR", "ES", "FI", "MX"))
        words = (chance.choice(("Food", "Energy", "Retail")), chance.choice(("Services", "Industry")))
        rows["accounts"].append(
            (f"A{number}", name, f"a{number}.example", *words, "Mid", place, "Natal", "EUR", "Web", "Helena")
        )
        start = date(2024, 1, 1) + timedelta(days=chance.randrange(900))
        amount = f"{chance.randrange(1000, 90_000)}.{chance.randrange(100):02d}"
        end = start + timedelta(days=364)
        term = (start, end, amount, "year", "EUR", chance.randrange(1, 300), "yes")
        rows["contracts"].append((f"C{number}", f"A{number}", "Platform", *term))
    for kind, file in files.items():
        with file.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(RECORDS[kind].split())
            writer.writerows(rows[kind])
    return files


class Books:
    """New books in a row, each under its own name."""

    def __init__(self, place: Place) -> None:
        self._place, self._count = place, itertools.count()

    def new(self) -> Path:
        from csdesk.book import Book

        path = self._place.folder / f"import-{next(self._count)}-{id(self)}.csdesk"
        Book.create(path, currency="EUR").close()
        return path


def take(book, kind: str, file: Path) -> None:
    """Import a file as the command line does, the backup before it included."""
    from csdesk.book import taking
    from csdesk.intake import plan as planning

    options = planning.Options(book_currency="EUR", today=TODAY, create_missing=True)
    batch = planning.read_file(file, kind, options).batch()
    book.back_up("import")
    outcome = book.write(taking.take, batch)
    if outcome.counts["new"] != MANY:
        raise SystemExit(f"bench: {kind}: {outcome.counts}")


def importing(place: Place) -> tuple[Times, Times]:
    from csdesk.book import Book

    files, books = write_files(place.folder), Books(place)
    mine: Times = []
    yours: Times = []
    for turn in range(6):
        path = books.new()
        with watch(yours if turn else []):
            insert(path, files)
        with Book(books.new(), backups=place.folder / "backups") as book, watch(mine if turn else []):
            for kind, file in files.items():
                take(book, kind, file)
    return mine, yours


def insert(path: Path, files: dict[str, Path]) -> None:
    """Put the rows into the same tables with nothing but csv and executemany."""
    from csdesk.book.engine import connect

    connection = connect(path, write=True)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO product (name) VALUES ('Platform')")
    with files["accounts"].open(newline="", encoding="utf-8") as source:
        rows = csv.reader(source)
        names = ", ".join(next(rows))
        connection.executemany(
            f"INSERT INTO account ({names}, tags) VALUES ({'?, ' * 11}'')",  # noqa: S608
            rows,
        )
    ids = dict(connection.execute("SELECT external_id, id FROM account"))
    with files["contracts"].open(newline="", encoding="utf-8") as source:
        rows = csv.reader(source)
        next(rows)
        connection.executemany(
            "INSERT INTO contract (external_id, account_id, product_id, start, end_exclusive, amount,"
            " interval, currency, seats, auto_renews, kind, quantity, past_due)"
            " VALUES (?, ?, 1, ?, date(?, '+1 day'), ?, ?, ?, ?, ?, 'paid', 1, 0)",
            (
                (
                    one,
                    ids[account],
                    start,
                    end,
                    round(float(amount) * 100),
                    per,
                    money,
                    seats,
                    renews == "yes",
                )
                for one, account, _, start, end, amount, per, money, seats, renews in rows
            ),
        )
    connection.execute("COMMIT")
    connection.close()


def undoing(place: Place) -> tuple[Times, Times]:
    from csdesk.book import Book

    files = write_files(place.folder)
    times: Times = []
    with Book(Books(place).new()) as book:
        take(book, "accounts", files["accounts"])
        for _ in range(5):
            with watch(times):
                book.undo()
            book.redo()
    return times, [1.0]


def exporting(place: Place) -> tuple[Times, Times]:
    from csdesk.book import Book, giving, giving_files

    path = place.book(11_100)  # has 20,000 contracts and some
    with Book(path, readonly=True) as book:

        def ours() -> None:
            sheet = book.read(giving.sheet, "contracts", today=TODAY)
            if giving_files.write(sheet, place.folder / "ours.csv") < 20_000:
                raise SystemExit("bench: fewer contracts than wanted")

        def bare() -> None:
            connection = sqlite3.connect(path)
            cursor = connection.execute("SELECT * FROM contract")
            with (place.folder / "bare.csv").open("w", newline="", encoding="utf-8") as out:
                writer = csv.writer(out)
                writer.writerow([column[0] for column in cursor.description])
                writer.writerows(cursor)
            connection.close()

        return in_turn(7, ours, bare)


def paper(place: Place) -> tuple[Times, Times]:
    """Start to finish of building and writing the portfolio, in this process, Qt loaded."""
    from csdesk import cli

    path, times = place.book(1000), []
    for turn in range(4):
        with watch(times if turn else []), redirect_stdout(None):
            words = ["report", str(path), "portfolio", str(place.folder / "portfolio.pdf")]
            if cli.main([*words, "--as-of", str(TODAY)]):
                raise SystemExit("bench: no portfolio came out")
    return times, [2.0]


ROWS: tuple[Row, ...] = (
    Row(
        "movements of 36 months, 10,000 accounts", "SQLite window functions on monthly rows", 0.15, movements
    ),
    Row("undo an import of 10,000 accounts", "1 s", 1, undoing),
    Row("import 10,000 accounts + 10,000 contracts", "csv.reader and executemany", 12, importing, 3),
    Row("portfolio PDF, 1,000 accounts", "2 s", 1, paper),
    Row("export 20,000 contracts to CSV", "csv.writer over a bare cursor", 4, exporting),
)
