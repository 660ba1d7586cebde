"""Colours: their contrast as WCAG 2.2 computes it, and the nearest one that has enough."""

from __future__ import annotations

from typing import Final, NamedTuple

AA: Final = 4.5
"""The least contrast of text by WCAG 2.2, 1.4.3."""

AAA: Final = 7.0
"""The same by 1.4.6."""

_STEPS: Final = 200


class Rgb(NamedTuple):
    """A colour; each part is 0 to 1."""

    red: float
    green: float
    blue: float

    def __str__(self) -> str:
        return "#" + "".join(f"{round(part * 255):02x}" for part in self)


BLACK: Final = Rgb(0, 0, 0)
WHITE: Final = Rgb(1, 1, 1)


def read_colour(text: str) -> Rgb:
    """The colour that is written `#1a4f8b`."""
    return Rgb(*(int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)))


def luminance(colour: Rgb) -> float:
    """The relative luminance, 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The ratio of two colours, 1 to 21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def least_contrast(colour: Rgb, grounds: tuple[Rgb, ...]) -> float:
    """The contrast of *colour* with that of *grounds* from which it stands out least."""
    return min(contrast(colour, ground) for ground in grounds)


def nearest_with(least: float, colour: Rgb, grounds: tuple[Rgb, ...], towards: Rgb) -> Rgb:
    """*colour*, mixed with as little of *towards* as gives it the *least* contrast with all *grounds*."""
    for step in range(_STEPS + 1):
        share = step / _STEPS
        mixed = Rgb(*(a + (b - a) * share for a, b in zip(colour, towards, strict=True)))
        if least_contrast(read_colour(str(mixed)), grounds) >= least:
            return mixed
    return towards
