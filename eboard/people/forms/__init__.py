"""Forms of sign-in, account and administration."""
