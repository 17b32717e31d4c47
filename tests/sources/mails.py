"""What is plainly an e-mail, said a second time and slowly: the oracle of the fast path."""

from __future__ import annotations


def is_plain_email(text: str) -> bool:
    """Whether the text is plainly an e-mail (one `@`, printable ASCII), so that no library has to look."""
    local, at, domain = text.partition("@")
    plain = at and local and "." in domain and _WORDY.issuperset(local) and _WORDY.issuperset(domain)
    return bool(plain) and _tidy(local, domain)


def _tidy(local: str, domain: str) -> bool:
    labels = domain.split(".")
    dotless = ".." not in local and local[0] != "." and local[-1] != "."
    return dotless and len(local) <= 64 and all(part and part[0] != "-" != part[-1] for part in labels)


_WORDY = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+")
