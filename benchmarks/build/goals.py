"""What a build may cost at most, by size and step. Ratios are what counts: they hold on any machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Goal:
    """Each the most allowed, None where there is no goal.

    *both* and *pages* are our CPU seconds to those of Hugo + Pagefind and of Hugo alone, *both_wall* and
    *both_memory* the same of wall seconds and peak memory with the former; *cpu* and *wall* are seconds of
    the machine on which the goals were set, *memory* MiB of all processes together.
    """

    both: float | None = None
    pages: float | None = None
    cpu: float | None = None
    both_wall: float | None = None
    wall: float | None = None
    both_memory: float | None = None
    memory: float | None = None


NONE: Final = Goal()
GOALS: Final = {
    (59, "full"): Goal(both=1.6, cpu=0.45),
    (59, "edit"): Goal(both=0.95, cpu=0.25),
    (59, "nochange"): Goal(both=0.15, cpu=0.04),
    (1000, "full"): Goal(both=1.0, cpu=3.3),
    (1000, "edit"): Goal(both=0.2, cpu=0.5),
    (1000, "nochange"): Goal(both=0.02, cpu=0.03),
    # 450 MiB is for two processes together; one alone may take 300.
    (10000, "full"): Goal(both=0.6, pages=3, cpu=21, both_wall=0.55, wall=13, both_memory=0.1, memory=450),
    (10000, "edit"): Goal(both=0.04, pages=0.15, cpu=1.1),
    (10000, "nochange"): Goal(both=0.005, pages=0.03, cpu=0.15),
    (100000, "full"): Goal(cpu=240, memory=1024),
}
