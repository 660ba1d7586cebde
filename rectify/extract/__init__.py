"""Facts found in the words of administrative texts: documents, dates, figures, names, ways to write."""
