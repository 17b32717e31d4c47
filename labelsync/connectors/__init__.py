"""The vendors: a file each, or a folder where the dialect is large."""
