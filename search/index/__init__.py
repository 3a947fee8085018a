"""Which published records have which value, held in memory as bitmaps: counts and pages in milliseconds.

The tables stay the truth. The index is built from them, follows them change by change, and is left
aside wherever it cannot be sure to be as new as they are.
"""
