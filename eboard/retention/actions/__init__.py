"""Setting terms, deleting what is over, placing and lifting holds."""
