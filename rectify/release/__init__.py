"""What was public when, and how a site becomes public."""
