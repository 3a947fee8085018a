"""Many records at once: rows of record files written in bulk, their first versions with them."""
