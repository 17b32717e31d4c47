"""LS1: the text's shape."""

from __future__ import annotations

from labelsync.manifest.codes import Code
from labelsync.manifest.explanations.explanation import CHAT, Explanation, crm

_VIP = "labels:\n  vip: {title: VIP}\n"

EXPLAINED = {
    Code.MISSING_KEY: Explanation(
        title="a key is missing",
        text="This entry means nothing without the key that is named: an account needs its `connector`, "
        "an entry of `contacts` says whom it is about and which labels.",
        next="Add the key that the message names.",
        wrong=crm(CHAT + "labels:\n  vip: {title: VIP}\ncontacts:\n  - {contact: ada@example.com}\n"),
        right=crm(CHAT + _VIP + "contacts:\n  - {contact: ada@example.com, labels: [vip]}\n"),
    ),
    Code.UNKNOWN_KEY: Explanation(
        title="unknown key",
        text="The manifest's language has no such key here. A key that is passed over could be the one "
        "that was meant to protect somebody, so it is a mistake.",
        next="Correct the spelling. `labelsync schema` prints all keys, and editors complete them from it.",
        wrong=crm(CHAT + "labels:\n  vip:\n    titel: VIP customers\n"),
        right=crm(CHAT + "labels:\n  vip:\n    title: VIP customers\n"),
    ),
    Code.WRONG_KIND: Explanation(
        title="another kind of value is needed",
        text="A text stands where a list or a mapping is needed, or the other way round, or nothing is "
        "written. Nothing is guessed: `members:` with nothing behind it could mean everybody or nobody.",
        next="Write the kind that the message names: a list in brackets or with `-`, a mapping with keys.",
        wrong=crm(CHAT + "labels:\n  vip:\n    members: ada@example.com\n"),
        right=crm(CHAT + "labels:\n  vip:\n    members: [ada@example.com]\n"),
    ),
    Code.NOT_A_NUMBER: Explanation(
        title="a number is needed",
        text="This key takes a number, and the message names its range.",
        next="Write digits, such as `100`, without signs or units.",
        wrong=crm(CHAT + _VIP + "policy:\n  guards: {deletions: some}\n"),
        right=crm(CHAT + _VIP + "policy:\n  guards: {deletions: 3}\n"),
    ),
    Code.NOT_ONE_OF: Explanation(
        title="not one of the words allowed",
        text="This key takes one of a few words, and the message lists them.",
        next="Choose one of the words that the message lists.",
        wrong=crm(CHAT + "labels:\n  vip:\n    ownership: exakt\n    members: [ada@example.com]\n"),
        right=crm(CHAT + "labels:\n  vip:\n    ownership: exact\n    members: [ada@example.com]\n"),
    ),
    Code.BAD_FORM: Explanation(
        title="a text of another form is needed",
        text="The text has not the form that this key takes, and the message says which one that is. "
        "Names have 1 to 200 characters, no space at either end, and no control characters.",
        next="Write the text in the form that the message names.",
        wrong=crm(CHAT + _VIP + "policy:\n  region: Indonesia\n"),
        right=crm(CHAT + _VIP + "policy:\n  region: ID\n"),
    ),
    Code.NOT_KNOWN_YET: Explanation(
        title="not known yet",
        text="The manifest's language has this, but this version of labelsync does not know it yet. The "
        "manifest is refused, because leaving a part out would change what the rest means.",
        next="Write it in another way for now: export the people into a list file, for example.",
        wrong=crm(CHAT + "labels:\n  vip:\n    members:\n      - {list: lists/vip.parquet, column: email}\n"),
        right=crm(
            CHAT + "labels:\n  vip:\n    members:\n      - {list: lists/vip.csv, column: email}\n",
            vip="email\nada@example.com\n",
        ),
    ),
    Code.VERSION: Explanation(
        title="a version that is not known",
        text="This labelsync reads manifests of `version: 1`. The rest was not looked at, since it may "
        "mean something else in another version.",
        next="Write `version: 1`, or install a labelsync that reads this version.",
        wrong=crm(CHAT.replace("version: 1", "version: 2") + _VIP),
        right=crm(CHAT + _VIP),
    ),
    Code.REQUIRES: Explanation(
        title="another labelsync is required",
        text="The manifest's `requires` refuses this version of labelsync, or is not a comparison such as "
        "`>=0.1` or `>=0.1,<2`. The rest was not looked at.",
        next="Install a version that `requires` accepts, or change `requires`.",
        wrong=crm('requires: ">=99"\n' + CHAT + _VIP),
        right=crm('requires: ">=0.1"\n' + CHAT + _VIP),
    ),
}
