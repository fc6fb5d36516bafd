"""What is taken from matplotlib, which loads a third faster without writing its handbook on the way.

On import each of its classes collects the docstrings of all its setters; nobody here reads those.
"""

import matplotlib as mpl
from matplotlib import artist

_SIGNATURES, _HANDBOOK = "_update_set_signature_and_docstring", "kwdoc"

if hasattr(artist.Artist, _SIGNATURES) and hasattr(artist, _HANDBOOK):  # another version may do without
    setattr(artist.Artist, _SIGNATURES, classmethod(lambda _: None))
    setattr(artist, _HANDBOOK, lambda _: "")

from matplotlib import font_manager  # noqa: E402  loads the classes that would write
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.patches import Polygon, Rectangle  # noqa: E402

__all__ = ["Axes", "Figure", "Polygon", "Rectangle", "font_manager", "mpl"]
