"""How fast the lists answer, beside what one would build otherwise; docs/benchmark.md says how to read it."""
