"""What people and their administrators do, one verb per use case."""
