"""Which of the locked packages a computer needs, by its system and its Python; pip answers that only for its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

_X86: Final = tuple(f"{kind}_x86_64" for kind in ("manylinux_2_28", "manylinux_2_17", "manylinux2014", "manylinux1"))
_ARM: Final = tuple(f"{kind}_aarch64" for kind in ("manylinux_2_28", "manylinux_2_17", "manylinux2014"))
SYSTEMS: Final = {"windows": ("win_amd64",), "linux": _X86, "linux-arm": _ARM, "mac": ("macosx_11_0_arm64",)}
"""The systems that a bundle can be for, and what pip calls them."""

PYTHONS: Final = ("3.10", "3.11", "3.12", "3.13")
_CLAUSE: Final = re.compile(
    r"(sys_platform|platform_machine|platform_python_implementation|python_full_version) (==|!=|<|>=|in) '([^']+)'\Z"
)
_OTHERS: Final = {"windows": ("win32", "AMD64"), "linux-arm": ("linux", "aarch64"), "mac": ("darwin", "arm64")}
"""What Python calls a system and its machine; those of `linux` are `linux` and `x86_64`."""


class Target(NamedTuple):
    """A kind of computer: its system (a key of `SYSTEMS`) and its Python, as 3.11."""

    system: str
    python: str


class LockedPackage(NamedTuple):
    """A package of the lock: `jinja2==3.1.6`, when it is needed, and the digests of its files."""

    pin: str
    marker: str
    digests: tuple[str, ...]

    @property
    def requirement(self) -> str:
        """The package and when it is needed (PEP 508)."""
        return f"{self.pin} ; {self.marker}" if self.marker else self.pin

    @property
    def line(self) -> str:
        """The package for pip, whatever computer this is."""
        return " ".join([self.pin, *self.digests])


def locked_packages(lock: str) -> list[LockedPackage]:
    """The packages of a lock in pip's form."""
    joined = re.sub(r"\\\n\s*", "", lock)
    packages = []
    for line in joined.splitlines():
        if line[:1].isalnum():
            needed, *digests = line.split(" --hash=")
            pin, _, marker = needed.partition(";")
            packages.append(
                LockedPackage(pin.strip(), marker.strip(), tuple(f"--hash={one.strip()}" for one in digests))
            )
    return packages


def needed_sets(packages: list[LockedPackage], target: Target) -> Iterator[tuple[str, list[LockedPackage]]]:
    """The packages for the first and, if it needs others, the last of the *target*'s Pythons (3.11.0 to 3.11.99)."""
    sets: list[list[LockedPackage]] = []
    for version in (f"{target.python}.99", f"{target.python}.0"):
        needed = [one for one in packages if holds(one.marker, target.system, version)]
        if needed not in sets:
            sets.append(needed)
            yield version, needed


def holds(marker: str, system: str, python: str) -> bool:
    """Whether a *marker* of the lock (PEP 508) holds there; ValueError if it is of a form that the lock never had."""
    platform, machine = _OTHERS.get(system, ("linux", "x86_64"))
    values = {"sys_platform": platform, "platform_machine": machine, "platform_python_implementation": "CPython"}
    return all(_is_true(clause.strip(), values, python) for clause in marker.split(" and ")) if marker else True


def _is_true(clause: str, known: Mapping[str, str], python: str) -> bool:
    match = _CLAUSE.match(clause)
    if match is None:
        raise ValueError(clause)
    name, operator, value = match.groups()
    if name in known:
        return known[name] in value if operator == "in" else (known[name] == value) == (operator == "==")
    own, other = _numbers(python), _numbers(value)
    return {"<": own < other, ">=": own >= other, "==": own == other, "!=": own != other}[operator]


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return tuple(numbers + [0] * (3 - len(numbers)))
