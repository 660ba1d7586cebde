"""The site's main colour in every theme, derived from the one that `site.yaml` gives.

The themes themselves, and the papers that the colour stands on, are those of `static/css/tokens.css`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

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
    return _SHEET.format(**{name: one.colour for name, one in shades(colour).items()})


class Shade(NamedTuple):
    """A colour as a theme shows it, and the papers that it stands on there."""

    colour: Rgb
    papers: tuple[Rgb, ...]

    @property
    def contrast(self) -> float:
        """The contrast with that paper from which it stands out least."""
        return least_contrast(self.colour, self.papers)


def shades(colour: str) -> dict[str, Shade]:
    """The main *colour* in each theme: as it is on `light` pages, as light or dark as need be on the others."""
    own = read_colour(colour)
    return {
        "light": Shade(own, LIGHT_PAPERS),
        "dark": Shade(nearest_with(AAA, own, DARK_PAPERS, WHITE), DARK_PAPERS),
        "more": Shade(nearest_with(_MORE, own, (WHITE,), BLACK), (WHITE,)),
        "more_dark": Shade(nearest_with(_MORE, own, (BLACK,), WHITE), (BLACK,)),
    }


def contrast_on_paper(colour: str) -> float:
    """The contrast of *colour* with that paper of a light page from which it stands out least."""
    return Shade(read_colour(colour), LIGHT_PAPERS).contrast


def darken(colour: str, least: float) -> Rgb:
    """The nearest darker colour with the *least* contrast on light pages: AA or AAA of `ground.colour`."""
    return nearest_with(least, read_colour(colour), LIGHT_PAPERS, BLACK)
