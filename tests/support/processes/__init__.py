"""Servers and other processes that tests start."""
