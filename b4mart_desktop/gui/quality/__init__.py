"""What should be mended in the catalogue: products with flaws, shared barcodes, unreadable documents."""
