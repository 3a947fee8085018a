"""Pages about what was promised: lists of agreements and commitments, areas, parties."""
