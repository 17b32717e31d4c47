"""labelsync keeps labels on contacts the way a file says."""

__version__ = "0.1.0"
