"""What is ours: the manifest once its text is parsed. What no section mentions is never touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from labelsync.core.member import ListSource, Member, Person, Place
from labelsync.core.policy import Policy
from labelsync.core.roster import Definition


@dataclass(frozen=True, slots=True)
class SecretReference:
    """Where a secret is: `kind` is `env` or `file`, `name` the variable or the path. Never the secret."""

    kind: str
    name: str
    place: Place


Setting = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Account:
    """One account at a vendor, as declared. `settings` are the connector's own, checked by its description.

    `sandbox` is the seed file of the built-in emulator, '' for the real vendor; `base_url` another origin
    than the vendor's; `batch` the height of a call (contacts), `pace` and `share` the rate that may be used
    (requests a second; a part of one), `concurrency` the calls in flight; 0 means the connector's default.
    """

    name: str
    connector: str
    place: Place
    settings: Mapping[str, Setting] = field(default_factory=dict)
    secrets: Mapping[str, SecretReference] = field(default_factory=dict)
    sandbox: str = ""
    base_url: str = ""
    batch: int = 0
    pace: float = 0.0
    share: float = 0.8
    concurrency: int = 0
    match_any: bool = False
    overlap: bool = False


class Fires(NamedTuple):
    """Names of the automations that giving a label starts, and of those that taking it off starts."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


NOTHING_FIRES = Fires()


@dataclass(frozen=True, slots=True)
class LabelDeclaration:
    """One label as declared. `members` is None where none are written; `accounts` is never empty.

    `exact`: nobody else may carry it. `absent`: nobody carries it; `drop`: its definition goes too.
    `previously` are its former names, as vendors show them.
    """

    key: str
    title: str
    accounts: tuple[str, ...]
    place: Place
    exact: bool = False
    absent: bool = False
    drop: bool = False
    members: tuple[Member, ...] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    previously: tuple[str, ...] = ()
    fires: Fires = NOTHING_FIRES

    def name_on(self, account: str) -> str:
        """The name people see on that account."""
        return self.names.get(account, self.title)

    def key_on(self, account: str) -> str:
        """The key by which a vendor knows it there that goes by keys."""
        return self.names.get(account, self.key)


@dataclass(frozen=True, slots=True)
class ContactDeclaration:
    """One entry under `contacts`: a person (or a list of them), what they carry, and what they do not.

    `absent`: the contact is to be deleted. `accounts` is empty for all accounts.
    """

    who: Person | ListSource
    place: Place
    labels: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole manifest. `files` maps each file read to the SHA-256 of its bytes, in hex."""

    accounts: Mapping[str, Account]
    labels: Mapping[str, LabelDeclaration]
    contacts: tuple[ContactDeclaration, ...]
    policy: Policy
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LabelScope:
    """One managed label on one account. `definition` is the vendor's, None where it has none yet.

    `exact`: nobody else carries it. `emptied`: the manifest says in words that nobody does.
    `drop`: its definition goes too. `protected`: nothing about it may change. `renamed`: the definition still
    has a former name and gets this one, in place. `heir`: this is a former label, and whoever carries it
    moves over to the label of that key.
    """

    label: str
    name: str
    place: Place
    definition: Definition | None = None
    exact: bool = False
    absent: bool = False
    emptied: bool = False
    drop: bool = False
    protected: bool = False
    renamed: bool = False
    heir: str = ""


def former(label: str, name: str) -> str:
    """The key of a label's former self: what plans and results call the tag that people are moved from."""
    return f"{label} (was {name})"
