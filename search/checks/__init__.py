"""Whether the index of words is what the tables make it."""
