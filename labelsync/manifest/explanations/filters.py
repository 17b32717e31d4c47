"""LS6: filters of the vendors' own."""

from __future__ import annotations

from labelsync.manifest.codes import Code
from labelsync.manifest.explanations.explanation import CHAT, SHOP, Explanation, Files, crm

_AGENCY = "version: 1\naccounts:\n  agency: {connector: highlevel, sandbox: agency.csv}\n"


def _asking(tag: str) -> Files:
    """A filter for whoever carries that tag, on an emulated account."""
    members = f"      - account: agency\n        native: [{{field: tags, operator: eq, value: {tag}}}]\n"
    text = f"{_AGENCY}labels:\n  trial: {{ownership: additive}}\n  invited:\n    members:\n{members}"
    seed = "email,labels\nada@example.com,trial;webinar\n"
    return {"states/crm.yaml": text, "states/agency.csv": seed}


EXPLAINED = {
    Code.FILTER: Explanation(
        title="a filter that the vendor would refuse",
        text="A `native` filter is checked against the vendor's documented fields and operators before "
        "anything is sent, since one that is misunderstood finds the wrong people. In a filter numbers, "
        "`true`, `false` and `null` are such without quotes; all else is text.",
        next="Correct the field, the operator or the value at the place that is named. The vendor's "
        "chapter in docs/vendors.md says what it takes.",
        wrong=crm(
            SHOP + 'labels:\n  vip:\n    members:\n      - {native: {"info.name.fist": Ada}, account: shop}\n'
        ),
        right=crm(
            SHOP
            + 'labels:\n  vip:\n    members:\n      - {native: {"info.name.first": Ada}, account: shop}\n'
        ),
    ),
    Code.MANAGED_IN_FILTER: Explanation(
        title="a filter on a managed label",
        text="A `native` filter may not ask about a label that this manifest manages there: the plan "
        "would depend on its own effects, and the next one would differ. It shows while planning, and not "
        "in `validate`, because only the account tells which label an id means.",
        next="Ask about something else, or leave that label out of the manifest.",
        wrong=_asking("trial"),
        right=_asking("webinar"),
    ),
    Code.NO_FILTERS: Explanation(
        title="a vendor without filters",
        text="This vendor cannot be asked by a filter, so `native` members are not possible on its accounts.",
        next="Write the people into a list file, or ask another account.",
        without="Every vendor that comes with labelsync takes filters; a connector from elsewhere may take "
        "none. A list file does instead.",
        right=crm(
            CHAT + "labels:\n  vip:\n    members:\n      - {list: lists/vip.csv, column: email}\n",
            vip="email\nada@example.com\n",
        ),
    ),
}
