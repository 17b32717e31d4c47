"""LS2: names of accounts, labels and connectors."""

from __future__ import annotations

from labelsync.manifest.codes import Code
from labelsync.manifest.explanations.explanation import CHAT, Explanation, crm

_BOTH = (
    CHAT
    + "  agency: {connector: highlevel, location_id: ve9EPM428h8vShlRW1KT, token: {env: HIGHLEVEL_TOKEN}}\n"
)
_ENTRY = "contacts:\n  - {contact: ada@example.com, labels: [%s]}\n"

EXPLAINED = {
    Code.UNKNOWN_ACCOUNT: Explanation(
        title="unknown account",
        text="Nothing under `accounts` has this name. A label on a misspelt account would be managed "
        "nowhere.",
        next="Correct the name, or declare the account under `accounts`.",
        wrong=crm(CHAT + "labels:\n  vip: {accounts: [chta]}\n"),
        right=crm(CHAT + "labels:\n  vip: {accounts: [chat]}\n"),
    ),
    Code.UNKNOWN_LABEL: Explanation(
        title="unknown label",
        text="Nothing under `labels` has this key. Labels are declared there, also those that are used in "
        "`contacts` or `policy` only, so that a misspelt one is not made anew at the vendor.",
        next="Correct the key, or declare the label under `labels`.",
        wrong=crm(CHAT + "labels:\n  vip: {title: VIP}\n" + _ENTRY % "vpi"),
        right=crm(CHAT + "labels:\n  vip: {title: VIP}\n" + _ENTRY % "vip"),
    ),
    Code.UNKNOWN_CONNECTOR: Explanation(
        title="unknown connector",
        text="No connector of this name is installed, so nobody could talk to that vendor.",
        next="Correct the name, or install the package with the connector. `labelsync connectors` lists "
        "those that are here.",
        wrong=crm(CHAT.replace("kirimchat", "kirim") + "labels:\n  vip: {title: VIP}\n"),
        right=crm(CHAT + "labels:\n  vip: {title: VIP}\n"),
    ),
    Code.DECLARED_TWICE: Explanation(
        title="declared twice",
        text="Two files of the folder declare the same name, or the same part of the policy. Neither file "
        "is more right than the other. Both places are named.",
        next="Keep one of the two declarations, and delete the other one.",
        wrong={
            "states/crm.yaml": CHAT + "labels:\n  vip: {title: VIP}\n",
            "states/sales.yaml": "labels:\n  vip: {title: VIP customers}\n",
        },
        right={
            "states/crm.yaml": CHAT + "labels:\n  vip: {title: VIP}\n",
            "states/sales.yaml": "labels:\n  lead: {title: Leads}\n",
        },
    ),
    Code.SAME_NAME: Explanation(
        title="two labels, one name",
        text="The vendor would take these two labels for one: both have one title, or differ in case only "
        "where the vendor minds none, or one has the former name of the other. What one gives, the other "
        "might take away.",
        next="Give one of them another `title`, another key, or an entry of its own under `names`.",
        wrong=crm(CHAT + "labels:\n  vip: {title: Customers}\n  gold: {title: Customers}\n"),
        right=crm(CHAT + "labels:\n  vip: {title: Customers}\n  gold: {title: Gold customers}\n"),
    ),
    Code.NOT_ON_ACCOUNT: Explanation(
        title="the label is not on that account",
        text="The label's `accounts` does not hold the account that is meant here, so nothing would come "
        "of this line.",
        next="Add the account to the label's `accounts`, or name another account here.",
        wrong=crm(
            _BOTH + "labels:\n  vip: {accounts: [agency]}\n"
            "contacts:\n  - {contact: ada@example.com, account: chat, labels: [vip]}\n"
        ),
        right=crm(
            _BOTH + "labels:\n  vip: {accounts: [agency, chat]}\n"
            "contacts:\n  - {contact: ada@example.com, account: chat, labels: [vip]}\n"
        ),
    ),
    Code.NAME_TOO_LONG: Explanation(
        title="a name too long for the vendor",
        text="The vendor cuts or refuses label names of this length, so the label would not be found "
        "again. The message says how many characters it takes.",
        next="Shorten the `title`, or give the label a shorter name on that account under `names`.",
        wrong=crm(
            CHAT + "labels:\n  loyal: {title: Customers who bought more than twice since January 2026}\n"
        ),
        right=crm(CHAT + "labels:\n  loyal: {title: More than two purchases since January 2026}\n"),
    ),
    Code.LOOK_ALIKE: Explanation(
        title="labels that look alike",
        text="A warning, which stops nothing: the two keys differ only in case, spacing, accents of "
        "writing or look-alike characters. Whoever reviews a plan will take one for the other.",
        next="Rename one of the two if they are meant to be one label, or tell them apart more clearly.",
        wrong=crm(CHAT + "labels:\n  vip: {title: Customers}\n  V-I-P: {title: Guests}\n"),
        right=crm(CHAT + "labels:\n  vip: {title: Customers}\n  guest: {title: Guests}\n"),
    ),
}
