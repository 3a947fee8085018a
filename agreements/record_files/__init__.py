"""Record files made from the registry, compared with it, and taken in; agreements/record_file.py reads them."""
