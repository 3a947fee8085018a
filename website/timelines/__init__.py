"""Timelines: from partial dates to places in a picture, drawn as SVG without a script."""
