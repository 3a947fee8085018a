"""Pages that also tell what was done: the front page, records, activities."""
