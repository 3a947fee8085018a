"""The page on which an agreement and all that belongs to it is edited, and the pages of its parts."""
