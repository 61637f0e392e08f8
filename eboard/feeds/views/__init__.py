"""Pages and addresses of feeds."""
