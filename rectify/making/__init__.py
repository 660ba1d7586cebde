"""Planning and making outputs."""
