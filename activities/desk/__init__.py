"""The front page of the desk: what waits for the person who opens it."""
