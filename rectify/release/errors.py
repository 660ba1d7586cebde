"""Why nothing is published."""

from __future__ import annotations


class PublishError(Exception):
    """Why nothing is published, in Chinese, with what to do. The public site stands as it was."""
