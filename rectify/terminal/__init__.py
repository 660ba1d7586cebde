"""People: commands, messages, progress, servers."""
