"""Pages of agreements and of re-certification."""
