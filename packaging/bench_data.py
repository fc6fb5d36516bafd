"""Rows of the bench below the window: movements, import, undo, export, paper."""

from bench import Row

ROWS: tuple[Row, ...] = ()
