"""Records from and to files and tables."""
