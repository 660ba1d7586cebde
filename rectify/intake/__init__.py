"""From a bureau's own documents to content files, and the way back."""
