"""kill -9 at random moments of a writing process: what it acknowledged must be there, and the book whole.

Run by hand: python tests/kill9.py [KILLS]. It prints kills, deeds acknowledged, lost and damaged books, and
ends with status 1 where there is any of the latter two.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

WRITER = """
import random, sys
from datetime import date
from pathlib import Path
from csdesk.book import Book, setwise
from csdesk.model import Account, Contract

path, begin, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(seed)
book = Book(path, backups=path.parent / "backups")

def one(session, number):
    session.add(Account(name=f"deed {number}", notes="x" * chance.randint(0, 5000)))

def many(session, number):
    size = chance.randint(1, 3000)
    ids = setwise.add(session, Account, [{"name": f"deed {number}"}] + [{"name": "bulk"}] * size)
    start = date(2026, 1, 1)
    price = {"start": start, "amount": 1, "currency": "EUR"}
    setwise.add(session, Contract, [{"account_id": number} | price for number in ids])

def drop(session, number):
    one(session, number)
    found = session.query(Account.id).filter(Account.name == "bulk").limit(chance.randint(1, 2000)).all()
    setwise.remove(session, Account, [row.id for row in found])

print("open", flush=True)
number = begin
while True:
    number += 1
    book.write(chance.choice([one, one, one, many, drop]), number)
    print(number, flush=True)
    if chance.random() < 0.1:  # undone and done again: still there
        print(-number, flush=True)
        book.undo()
        book.redo()
        print(number, flush=True)
"""


def main(kills: int) -> int:
    """Kill so many times and judge."""
    import sqlalchemy as sa

    from csdesk.book import Book
    from csdesk.book.check import check
    from csdesk.errors import CsdeskError
    from csdesk.model import Account

    chance = random.Random()
    acknowledged = lost = damaged = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.csdesk"
        Book.create(path).close()
        told: set[int] = set()
        for turn in range(kills):
            writer = subprocess.Popen(
                [sys.executable, "-c", WRITER, str(path), str(max(told, default=0) + 10), str(turn)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
            )
            out = writer.stdout
            assert out is not None
            assert out.readline() == "open\n"
            time.sleep(chance.uniform(0.0, 0.6))
            os.kill(writer.pid, signal.SIGKILL)
            said = [int(line) for line in out.read().splitlines() if line]
            writer.wait()
            for number in said:  # a negative one is being undone: there or not, both are right
                if number > 0:
                    told.add(number)
                else:
                    told.discard(-number)
            acknowledged += len({abs(number) for number in said})
            try:
                with Book(path, readonly=True) as book:
                    names = book.read(lambda s: set(s.scalars(sa.select(Account.name))))
                lost += sum(f"deed {number}" not in names for number in told)
                findings = check(path, path.parent / "backups")
            except CsdeskError as error:
                findings = [error]
            if findings:
                damaged += 1
                print(f"after kill {turn + 1}: {', '.join(map(str, findings))}", file=sys.stderr)
            if path.stat().st_size > 60_000_000:
                path.unlink()
                Book.create(path).close()
                told.clear()
    print(f"kills {kills}, deeds acknowledged {acknowledged}, lost {lost}, damaged {damaged}")
    return 1 if lost or damaged else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
