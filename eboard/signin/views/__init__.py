"""Pages of signing in, of proving again, of second factors and of recovery."""
