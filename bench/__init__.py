"""What labelsync costs, side by side with others in one run: `make bench`."""
