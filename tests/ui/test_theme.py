"""Proof of the colours: contrast of every pair of words and ground, series told apart in every vision."""

import re
import tomllib
from itertools import combinations

import numpy as np
import pytest

from csdesk.paths import resource
from csdesk.ui.theme import Theme

TEXT, GRAPHIC, SERIES_DELTA = 4.5, 3.0, 7.0
GROUNDS = ("ground", "raised", "sunken", "selection")
HEALTH = ("good", "watch", "risk", "unknown")
PAIRS = [(ink, on) for ink in ("ink", "faded", "accent") for on in GROUNDS]
PAIRS += [(role, on) for role in HEALTH for on in GROUNDS]
PAIRS += [(role, f"{role}_soft") for role in HEALTH]
PAIRS += [("ink", f"{role}_soft") for role in HEALTH]
PAIRS += [
    ("accent_ink", "accent"),
    ("accent_ink", "accent_strong"),
    ("accent_ink", "risk"),
    ("ground", "ink"),
]
PAIRS += [("accent", "accent_soft"), ("ink", "accent_soft")]

# Full dichromacy after Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def roles(name):
    return tomllib.loads(resource(f"themes/{name}.toml").read_text("utf-8"))


def linear(colour):
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    low, high = sorted(float(linear(c) @ (0.2126, 0.7152, 0.0722)) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def oklab(rgb):
    lms = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    ) @ np.clip(rgb, 0, 1)
    return np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    ) @ np.cbrt(lms)


def test_themes_have_the_same_roles():
    assert roles("light").keys() == roles("dark").keys()


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("fore", "back"), PAIRS)
def test_words_can_be_read(name, fore, back):
    theme = roles(name)
    assert contrast(theme[fore], theme[back]) >= TEXT


@pytest.mark.parametrize("name", ["light", "dark"])
def test_borders_of_fields_and_the_focus_ring_can_be_seen(name):
    theme = roles(name)
    assert contrast(theme["field"], theme["raised"]) >= GRAPHIC
    assert contrast(theme["accent"], theme["raised"]) >= GRAPHIC


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
def test_series_are_told_apart(name, vision):
    theme = roles(name)
    for colour in theme["series"]:
        assert contrast(colour, theme["raised"]) >= GRAPHIC
    for one, other in combinations(theme["series"], 2):
        seen = [oklab(VISION[vision] @ linear(colour)) for colour in (one, other)]
        assert np.linalg.norm(seen[0] - seen[1]) * 100 >= SERIES_DELTA


def test_the_style_sheet_speaks_only_of_roles():
    sheet = resource("themes/app.qss").read_text("utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!\w)", re.sub(r"\w+#\w+", "", sheet))
    named = set(re.findall(r"\$(\w+)", sheet))
    assert named <= roles("light").keys() | {"chevron", "check", "name"}


def test_changing_the_look_changes_the_one_theme_everybody_holds(theme, qapp):
    held: Theme = theme
    theme.wear("dark")
    assert held.raised == roles("dark")["raised"]
    assert held.is_dark
