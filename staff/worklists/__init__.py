"""What waits for the people of the desk: how many there are of each kind and which come first, never all of them."""
