"""Search without a server: what is searched, and the files that the search page loads."""
