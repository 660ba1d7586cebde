"""Rectify turns a folder of YAML files into a public-disclosure website."""
