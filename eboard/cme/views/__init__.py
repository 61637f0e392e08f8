"""Pages of continuing education."""
