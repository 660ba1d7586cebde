"""Rectify turns a folder of YAML files into a public-disclosure website."""

__version__ = "2026.11.29"
"""The day of this version (CHANGELOG.md)."""
