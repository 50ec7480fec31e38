"""Finding and adding a customer during a sale."""
