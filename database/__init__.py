"""What Django lacks of databases: lists of keys, whole columns, words for constraints, SQLite in three languages."""
