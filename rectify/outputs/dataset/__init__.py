"""Open data: the site's issues as files that people and programs take away."""
