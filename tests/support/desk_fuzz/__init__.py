"""Random questions to the desk, for tests/integration/test_desk_fuzz.py: addresses, forms and values that nobody types."""
