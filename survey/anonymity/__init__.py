"""What may leave: batches, the ledger, its auditor, release, comments of a group."""
