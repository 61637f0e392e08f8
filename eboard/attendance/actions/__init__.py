"""Changes to who was there."""
