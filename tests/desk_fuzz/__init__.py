"""Random questions to the desk, for tests/site/test_desk_fuzz.py: addresses, forms and values that nobody types."""
