"""MongoDB: the embedded server, the connection, and how records become documents and come back."""
