"""The main colour while it is typed: how it looks in each theme, and how well it can be read there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from rectify.field.words import COLOUR
from rectify.ground.colour import AA, AAA
from rectify.outputs.palette import darken, shades

_THEMES: Final = {"light": "浅色", "dark": "深色", "more": "高对比度，浅色", "more_dark": "高对比度，深色"}


class Colours:
    """Answers what becomes of a colour."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {"colours": ("colour",)}
    is_quick: ClassVar[bool] = True

    def colours(self, colour: object) -> dict[str, Any]:
        """The samples of a *colour* in each theme with their contrast, and the nearest colour that has enough."""
        if not isinstance(colour, str) or not COLOUR.match(colour):
            return {"samples": [], "better": None}
        found = shades(colour)
        least = found["light"].contrast
        return {
            "samples": [
                {
                    "theme": words,
                    "colour": str(found[name].colour),
                    "papers": [str(paper) for paper in found[name].papers],
                    "contrast": round(found[name].contrast, 2),
                    "level": _level(found[name].contrast),
                }
                for name, words in _THEMES.items()
            ],
            "better": str(darken(colour, AA if least < AA else AAA)) if least < AAA else None,
        }


def _level(contrast: float) -> str:
    return "AAA 级，看得清" if contrast >= AAA else "AA 级，够用" if contrast >= AA else "太淡，不合格"
