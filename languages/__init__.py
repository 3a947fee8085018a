"""How the three languages of the registry are written, sorted and formatted.

The lowest package: it knows no record, and every app may import it.
"""

#: The languages of the registry, in the order of fallback; Kazakh is the source language.
LANGUAGES = ("kk", "ru", "en")
