"""Words that know nothing of sites."""
