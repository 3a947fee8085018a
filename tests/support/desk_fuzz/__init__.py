"""Random requests to the desk (tests/integration/test_desk_fuzz.py): addresses, forms and values that nobody types."""
