"""The one table: columns described once, a model of index lists, painted cells, filter, edit, saved views."""
