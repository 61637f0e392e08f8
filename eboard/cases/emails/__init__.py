"""Mail about cases: an opaque number, never a patient."""
