"""An explanation, and what its examples are made of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

Files = Mapping[str, str]
_NONE: Files = MappingProxyType({})


class Explanation(NamedTuple):
    """What a word means: its title, what happened and why it is refused (`text`), and what to do (`next`).

    `wrong` and `right` are an example and the same mended: texts by path, which are whole manifests in the
    folder `states` with the lists they name. `without` says why there is no example where there is none.
    """

    title: str
    text: str
    next: str
    wrong: Files = _NONE
    right: Files = _NONE
    without: str = ""


CHAT = """\
version: 1
accounts:
  chat: {connector: kirimchat, token: {env: KIRIMCHAT_TOKEN}}
"""

SHOP = """\
version: 1
accounts:
  shop:
    connector: wix
    site_id: 5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a
    api_key: {env: WIX_API_KEY}
"""


def crm(text: str, **lists: str) -> Files:
    """A manifest of one file, and CSV files by name in its folder `lists`."""
    return {"states/crm.yaml": text, **{f"states/lists/{name}.csv": rows for name, rows in lists.items()}}
