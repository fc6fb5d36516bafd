"""Charts: plain data and a style in, a matplotlib Figure with its marks out; for screen and paper alike."""

import os

from csdesk.paths import cache

# matplotlib rebuilds its list of fonts at every start unless it may keep it; it reads this once, on import
os.environ.setdefault("MPLCONFIGDIR", str(cache()))
