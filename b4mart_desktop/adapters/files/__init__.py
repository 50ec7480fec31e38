"""Files that people bring along. Meaning belongs to the services; here a file becomes rows of text."""
