"""The proof sheet (校样): each issue of an import beside its source."""
