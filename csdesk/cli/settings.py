"""set: the settings and policies of the book."""

import argparse

from csdesk.cli import frame
from csdesk.errors import Refused
from csdesk.i18n import mark


def add(_command: str, parser: argparse.ArgumentParser) -> None:
    """Add what ``set`` takes."""
    frame.add_book(parser)
    parser.add_argument("key", nargs="?", metavar="KEY", help="the setting; without it all are listed")
    parser.add_argument("value", nargs="?", metavar="VALUE", help="its new value")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(_command: str, options: argparse.Namespace) -> int:
    """Set one value, or show one or all."""
    from csdesk.book import desk

    if options.value is not None:
        with frame.open_book(options.book, write=True) as book:
            book.write(desk.set_value, options.key, options.value)
            print(f"{options.key} = {book.read(desk.get, options.key)}")
        return 0
    with frame.open_book(options.book) as book:
        found = book.read(desk.settings)
    if options.key is not None:
        if options.key not in found:
            raise Refused(
                mark("There is no setting “{key}”. There are: {list}."),
                key=options.key,
                list=", ".join(found),
            )
        found = {options.key: found[options.key]}
    if options.json:
        frame.out_json(found)
        return 0
    keys = desk.known_keys()
    choices = {key.name: " | ".join(key.choices) for key in keys}
    frame.out_csv(("key", "value", "choices"), [(key, value, choices[key]) for key, value in found.items()])
    return 0
