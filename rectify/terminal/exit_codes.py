"""How a command says that it ended: the exit codes of all commands."""

from __future__ import annotations

from typing import Final

FINE: Final = 0
SITE_HAS_ERRORS: Final = 1
FAILED: Final = 1
"""As `SITE_HAS_ERRORS`, of commands that look at no site."""

WRONG_USAGE: Final = 2
OUR_BUG: Final = 3
WITH_DOUBTS: Final = 4
"""Of `import`: the files are written, and a person has to look at them."""
