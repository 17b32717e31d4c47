"""KirimChat: labels on the WhatsApp contacts of one organisation, written without being readable."""

from labelsync.connectors.kirimchat.vendor import VENDOR

__all__ = ["VENDOR"]
