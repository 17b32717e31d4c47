"""The walks, as straight lines: prepare, settle, perform, verify; each imports only those after it."""
