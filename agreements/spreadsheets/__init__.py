"""Parties and agreements as tables: blank ones to fill in, and what filled ones would change."""
