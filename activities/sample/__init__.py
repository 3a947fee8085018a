"""What was done about sample records, and their removal with everything that belongs to them."""
