"""Entry point: ``python -m csdesk`` and the command ``csdesk``. Decides between words and window."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Answer ``--version`` at once; a command goes to the command line, everything else to the window."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--version"]:
        from csdesk import __version__

        print(f"csdesk {__version__}")
        return 0
    from csdesk import cli

    if cli.is_for_us(words):
        return cli.main(words)
    from csdesk.app import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
