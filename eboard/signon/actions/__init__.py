"""What changes providers, trips and links."""
