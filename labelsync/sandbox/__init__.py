"""The vendors, emulated: stateful ASGI applications with their limits, lags and faults."""
