"""Pages of the sign-in of organizations."""
