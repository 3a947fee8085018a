"""Record files made from the registry, compared with it, and taken in; import_export/record_format/record.py reads them."""
