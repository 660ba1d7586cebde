"""The site as data."""
