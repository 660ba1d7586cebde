"""Citations of pages and data, as pages show them and as files that reference managers import."""
