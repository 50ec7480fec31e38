"""Orders of a day, with their receipts and invoices."""
