"""Actions of availability."""
