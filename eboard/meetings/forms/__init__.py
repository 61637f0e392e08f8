"""Forms of meetings: shape and parsing."""
