"""Health: whether this process is alive, and whether it can serve."""
