"""Metrics: the numbers of the book as tiles and charts, each with its explanation and the rows behind it."""
