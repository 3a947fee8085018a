"""Tables of the registry's records: blank ones to fill in, and what filled ones would change."""
