"""The one door to the network: client, pace, patience, reader and writer."""
