"""Reports and decks: documents built from answers of the book, and the writers that put them into files."""
