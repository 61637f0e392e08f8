"""Forms of boards and rule packs."""
