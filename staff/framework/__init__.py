"""Editing parties, and what every editing page of the registry has in common."""
