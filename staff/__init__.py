"""What the staff meets: the desk, which is Django's admin, and its accounts."""
