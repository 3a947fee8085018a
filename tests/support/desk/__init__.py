"""The desk as the tests ask it."""
