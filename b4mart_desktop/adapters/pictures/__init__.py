"""Pictures of products: made, scaled, fetched, kept on disk and at a service on the internet."""
