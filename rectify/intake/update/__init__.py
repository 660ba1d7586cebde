"""Existing files and a new import of their document: which is which, what differs, what is taken over."""
