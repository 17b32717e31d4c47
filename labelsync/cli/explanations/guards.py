"""Guards: what each protects from, what to look at, and how it is overridden."""

from __future__ import annotations

from collections.abc import Mapping

from labelsync.manifest import Explanation

GUARDS: Mapping[str, Explanation] = {
    "additions": Explanation(
        title="more people would gain a label than allowed",
        text="Counted for each label and account: the contacts that gain the label, and their share of "
        "the account's contacts. A list that grew by mistake, or a filter that finds everybody, would "
        "reach people whom nobody meant, and start what the label starts.",
        next="Look in the plan at the places that want these people. If all of them are meant, plan again "
        "with the override that the plan prints, such as `--override additions:vip@shop=1203`: it holds "
        "up to that number.",
    ),
    "removals": Explanation(
        title="more people would lose a label than allowed",
        text="Counted for each label and account: the contacts that lose the label, and their share of "
        "those who carry it. A deleted label counts as the removal of all its carriers. A list that came "
        "short, or a wrong folder, would take from people what cannot be given back without starting "
        "things anew.",
        next="Look in the plan at who loses the label, and whether each list of its members is as long as "
        "it should be. If all of it is meant, plan again with the override that the plan prints, such as "
        "`--override removals:trial@shop=412`: it holds up to that number.",
    ),
    "deletions": Explanation(
        title="more contacts would be deleted than allowed",
        text="Counted for each account; unless the policy says how many, none may be deleted. A deleted "
        "contact takes its history along, and labelsync cannot bring it back.",
        next="Look at every entry with `state: absent` that the plan names. Allow the number under "
        "`policy.guards.deletions`, or plan again with the override that the plan prints, such as "
        "`--override deletions@shop=2`.",
    ),
    "empty": Explanation(
        title="an exact label would be left with nobody",
        text="Somebody carries the label, it is exact, and nobody would carry it afterwards, though the "
        "manifest does not say so in words. Most often a list came empty, or nobody of it was found on "
        "the account.",
        next="Look at the label's members and lists, and at who is unmatched. To say that nobody carries "
        "it, write `members: []` or `state: absent`; else plan again with the override that the plan "
        "prints, such as `--override empty:vip@shop=57`.",
    ),
    "fires": Explanation(
        title="an automation would start more often than allowed",
        text="Counted over the whole plan, for each automation that a label's `fires` names. Messages "
        "that were sent cannot be recalled.",
        next="Check that everybody who gains or loses the label should get what the automation sends. If "
        "so, plan again with the override that the plan prints, such as `--override "
        "fires:sms-welcome=900`.",
    ),
    "moved": Explanation(
        title="people would lose a label while wanted people were not found",
        text="On one label and account there are removals, and beside them wanted people whom nobody "
        "found. Their e-mail or phone may have changed at the vendor: then whoever is to lose the label "
        "may be the very person who is wanted.",
        next="Compare the unmatched people with those who lose the label, and write the new address where "
        "it changed. If they are others, plan again with the override that the plan prints, such as "
        "`--override moved:vip@shop=6`.",
    ),
    "total_additions": Explanation(
        title="the whole plan would give more labels than allowed",
        text="Counted over all labels and accounts together: many changes, each within its own limit, can "
        "be a mistake as a whole.",
        next="Look at the plan's last line, and at which labels grow. Plan a part of it by `--account` or "
        "`--label`, or plan again with the override that the plan prints, such as `--override "
        "total_additions=12000`.",
    ),
    "total_removals": Explanation(
        title="the whole plan would take more labels away than allowed",
        text="Counted over all labels and accounts together: many changes, each within its own limit, can "
        "be a mistake as a whole.",
        next="Look at the plan's last line, and at which labels shrink. Plan a part of it by `--account` "
        "or `--label`, or plan again with the override that the plan prints, such as `--override "
        "total_removals=1500`.",
    ),
    "unmatched": Explanation(
        title="wanted people were not found",
        text="The policy says `unmatched: refuse`, and none of a label's accounts has somebody whom the "
        "manifest wants.",
        next="Correct their addresses, or add the contacts at the vendor; or write `unmatched: report` "
        "under `policy`. No override answers it.",
    ),
    "ambiguous": Explanation(
        title="an address is shared by several contacts",
        text="The policy says `ambiguous: refuse`, and several contacts of one account have the e-mail or "
        "phone by which somebody is named, so it is not known who is meant.",
        next="Merge the contacts at the vendor, or name the person by `{id: ..., account: ...}`; or write "
        "`ambiguous: withhold` under `policy`. No override answers it.",
    ),
    "capability": Explanation(
        title="the vendor cannot do this",
        text="The plan needs what this vendor does not offer: deleting contacts, deleting or renaming a "
        "label, or a name of that length. It is found before anything is sent, so that no plan stops half "
        "way.",
        next="Change the manifest so that it does without, or do this one thing at the vendor by hand. No "
        "override answers it.",
    ),
    "ambiguous_label": Explanation(
        title="several labels at the vendor have this name",
        text="Which of them the manifest means is not known, and the people of the others would be left "
        "out, or lose a label that is not ours.",
        next="Rename or delete all but one of them at the vendor. No override answers it.",
    ),
    "vendor_label": Explanation(
        title="a label that the vendor manages itself",
        text="The vendor gives and takes this label by rules of its own. Wanted exact or absent, it would "
        "be taken off again and again, and come back each time.",
        next="Write `ownership: additive` at the label, or take it out of the manifest. No override "
        "answers it.",
    ),
    "ledger": Explanation(
        title="nobody knows what was attached before",
        text="`--require-ledger` was given, the vendor's labels cannot be read, and the journal has no "
        "ledger of what labelsync attached there. Every wanted pair would be attached again, and nobody "
        "could lose a label.",
        next="Name the journal of the earlier runs with `--journal` or `LABELSYNC_JOURNAL`. For the very "
        "first run leave `--require-ledger` out. No override answers it.",
    ),
    "renamed": Explanation(
        title="a label has a new name, and its people are under the old one",
        text="An earlier run gave this label under another name, the vendor does not know the new one, "
        "and it renames nothing in place. Without a word about the old name, its people would keep the "
        "old label, and a new one would begin with nobody.",
        next="Write the old name under `previously` at the label to move its people, or write its old "
        "name again. No override answers it.",
    ),
}
