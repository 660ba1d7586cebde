"""The site's main colour in every theme, derived from the one that `site.yaml` gives.

The themes themselves, and the papers that the colour stands on, are those of `static/css/tokens.css`.
"""

from __future__ import annotations

from typing import Final

from rectify.ground.colour import AAA, BLACK, WHITE, Rgb, least_contrast, nearest_with, read_colour

LIGHT_PAPERS: Final = (WHITE, read_colour("#f7f4ee"))
DARK_PAPERS: Final = (read_colour("#15171a"), read_colour("#1f2226"))
_MORE: Final = 12.0
"""The contrast that readers get who ask their device for more of it."""

_SHEET: Final = """@media screen{{
:root{{--accent:{light}}}
:root[data-theme="dark"]{{--accent:{dark}}}
}}
@media screen and (prefers-color-scheme: dark){{:root:not([data-theme]){{--accent:{dark}}}}}
@media screen and (prefers-contrast: more){{:root:not([data-theme]){{--accent:{more}}}}}
@media screen and (prefers-contrast: more) and (prefers-color-scheme: dark){{:root:not([data-theme]){{--accent:{more_dark}}}}}
@media (forced-colors: active){{:root, :root[data-theme], :root:not([data-theme]){{--accent:CanvasText}}}}
"""


def palette(colour: str) -> str:
    """A style sheet that gives `--accent` its value in each theme; to stand after `tokens.css`.

    Light pages show *colour* as it is. The themes of black ground keep their one colour, and print stays black.
    """
    own = read_colour(colour)
    return _SHEET.format(
        light=own,
        dark=nearest_with(AAA, own, DARK_PAPERS, WHITE),
        more=nearest_with(_MORE, own, (WHITE,), BLACK),
        more_dark=nearest_with(_MORE, own, (BLACK,), WHITE),
    )


def contrast_on_paper(colour: str) -> float:
    """The contrast of *colour* with that paper of a light page from which it stands out least."""
    return least_contrast(read_colour(colour), LIGHT_PAPERS)


def darkened(colour: str, least: float) -> Rgb:
    """The nearest darker colour with the *least* contrast on light pages: AA or AAA of `ground.colour`."""
    return nearest_with(least, read_colour(colour), LIGHT_PAPERS, BLACK)
