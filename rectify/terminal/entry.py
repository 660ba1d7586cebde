"""The start of a command: into the project's own Python if that stands ready, then to the command line."""

from __future__ import annotations

from rectify.terminal.ready import hand_over_if_ready


def main(arguments: list[str], root: str, program: tuple[str, str] | None = None) -> int:
    """Run a command line in the project *root* and return its exit code, as `cli.main` does."""
    hand_over_if_ready(root, arguments, program)
    from rectify.terminal import cli  # noqa: PLC0415 - only the Python that does the work needs it

    return cli.main(arguments, root, program)
