"""The site, with an export that fails in the middle; served by test_costly_answers.py."""

import config.wsgi
from file_formats import table
from website.exports import records

#: So many records come before the failure.
GOOD = 3

table.AT_ONCE = GOOD
agreement_rows = records.agreement_rows
application = config.wsgi.application


def failing(keys):
    """The rows of the first part; whatever comes later cannot be read."""
    failing.parts += 1
    if failing.parts > 1:
        raise RuntimeError("The database went away.")
    return agreement_rows(keys)


failing.parts = 0
records.agreement_rows = failing
