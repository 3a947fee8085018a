"""What always holds of an agreement."""
