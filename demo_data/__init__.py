"""Sample records: plausible, in any number, the same for the same seed; for measurements and full pages."""
