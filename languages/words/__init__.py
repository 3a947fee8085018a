"""How words of the three languages are cut out of texts and compared; analysis.py is the way in."""
