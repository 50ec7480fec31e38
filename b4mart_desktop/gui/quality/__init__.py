"""Data quality: products with flaws, duplicate barcodes, unreadable documents, each a press from its fix."""
