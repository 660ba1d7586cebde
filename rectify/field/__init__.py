"""The words of the trade: what a round, an issue and a site are."""
