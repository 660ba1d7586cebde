"""From disk: YAML text becomes records, and every mistake a diagnostic."""
