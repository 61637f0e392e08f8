"""What changes about proposals."""
