"""What `explain` says of a single word, and the pages that are written of it."""
