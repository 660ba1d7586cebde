"""Where the time of a build went: by stage, and by the outputs that took longest."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rectify.engine.output import Output

Made = tuple[Output, bytes]
SLOWEST = 10


@dataclass(slots=True)
class Profile:
    """A stopwatch for the stages and outputs of a build."""

    _stages: list[tuple[str, float, float]] = field(default_factory=list)
    _outputs: list[tuple[float, str]] = field(default_factory=list)

    def enter(self, stage: str) -> None:
        """A stage begins, and the one before it ends."""
        self._stages.append((stage, time.perf_counter(), time.process_time()))

    def watch(self, outputs: Iterable[Made], _doing: str, _total: int) -> Iterator[Made]:
        """Pass *outputs* on with their bytes, and time how long each was waited for."""
        began = time.perf_counter()
        for output, data in outputs:
            self._outputs.append((time.perf_counter() - began, output.path))
            yield output, data
            began = time.perf_counter()

    def table(self) -> str:
        """The table: each stage's time, and the slowest outputs."""
        self.enter("")
        lines = ["阶段　　　　　用时（毫秒）　处理器（毫秒）"]
        for (stage, wall, cpu), (_, next_wall, next_cpu) in zip(self._stages, self._stages[1:], strict=False):
            lines.append(f"{stage:　<7}{1000 * (next_wall - wall):>10.1f}{1000 * (next_cpu - cpu):>16.1f}")
        slowest = heapq.nlargest(SLOWEST, self._outputs)
        if slowest:
            lines.append(f"最慢的 {len(slowest)} 个文件（毫秒）")
            lines += [f"{1000 * seconds:>8.1f}  {path}" for seconds, path in slowest]
        return "\n".join(lines)
