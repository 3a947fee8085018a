"""Finding: words, facets, the index of both and the lists that ask them."""
