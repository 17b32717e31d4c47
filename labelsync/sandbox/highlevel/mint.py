"""Makes ids: the same world makes the same ids, whoever restores it."""

from __future__ import annotations

import hashlib
import re
import string
from dataclasses import dataclass

ALPHABET = string.ascii_letters + string.digits
WELL_FORMED = re.compile(r"[A-Za-z0-9]{20}")


def well_formed(text: object) -> bool:
    """Whether this is an id as the vendor writes them: 20 letters and digits (seen in every example)."""
    return isinstance(text, str) and WELL_FORMED.fullmatch(text) is not None


@dataclass(slots=True)
class Mint:
    """Ids of a world, from its salt and how many were made."""

    salt: str
    made: int = 0

    def make(self, length: int = 20) -> str:
        """The next id."""
        self.made += 1
        number = int.from_bytes(hashlib.blake2b(f"{self.salt}/{self.made}".encode()).digest(), "big")
        letters = []
        for _ in range(length):
            number, rest = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[rest])
        return "".join(letters)
