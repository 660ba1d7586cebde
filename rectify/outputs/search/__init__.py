"""Search without a server: the data that the search page loads."""
