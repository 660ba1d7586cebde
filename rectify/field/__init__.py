"""The content model: records of rounds, issues and the site, with the Chinese names of their fields."""
