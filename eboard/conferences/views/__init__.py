"""Pages of video rooms."""
