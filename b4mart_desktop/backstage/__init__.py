"""The background thread: replicates, posts, runs jobs. Reaches the outside world only through ports."""
