"""Reports: choose a paper, see its pages, save or print it."""
