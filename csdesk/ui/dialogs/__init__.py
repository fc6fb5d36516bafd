"""Dialogs, one a file, opened with ``open()``: the window behind goes on."""
