"""Words: what readers type, found in three languages at once, in the database's own engine."""
