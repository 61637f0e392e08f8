"""Changes to activities, disclosures, evaluations, the ledger and certificates."""
