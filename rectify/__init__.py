"""Rectify turns a folder of YAML files into a public-disclosure website."""

__version__ = "0.1.0"
