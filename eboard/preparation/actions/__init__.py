"""What changes the preparation of a meeting."""
