"""Building the made-up network with the real actions."""
