"""open, tour: commands that need the window."""

import argparse
import os
from pathlib import Path

from csdesk.cli import frame
from csdesk.errors import Refused
from csdesk.i18n import mark


def add(command: str, parser: argparse.ArgumentParser) -> None:
    """Add what ``command`` takes."""
    frame.add_book(parser)
    if command == "tour":
        parser.add_argument("out", type=Path, metavar="OUT", help="folder for the pictures")
        parser.add_argument(
            "--look", choices=("light", "dark", "both"), default="light", help="which look to picture"
        )
        parser.add_argument(
            "--size", type=_size, action="append", metavar="WxH", help="size of the window; may be repeated"
        )
    frame.add_today(parser)


def run(command: str, options: argparse.Namespace) -> int:
    """Show the book in the window, or write pictures of all its pages."""
    if not options.book.exists():
        raise Refused(mark("There is no book at {path}. “csdesk new {path}” makes one."), path=options.book)
    if command == "tour":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # pictures look the same with and without a display
    from csdesk import app

    if command == "open":
        words = [str(options.book)]
        return app.run([*words, "--today", str(options.today)] if options.today else words)
    looks = ("light", "dark") if options.look == "both" else (options.look,)
    sizes = tuple(options.size or ((1280, 800),))
    return app.tour(options.book, options.out, looks=looks, sizes=sizes, today=frame.today(options))


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"“{text}” is not a size like 1280x800")
    return int(width), int(height)
