"""Record files compared with the registry and written into it."""
