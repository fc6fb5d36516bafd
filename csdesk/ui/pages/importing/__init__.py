"""Import: choose a file, match its columns, see every row before it is written, do it, take it back."""
