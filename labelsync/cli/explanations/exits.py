"""Exit codes: what happened, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from labelsync.manifest import Explanation

EXITS: Mapping[str, Explanation] = {
    "0": Explanation(
        title="done, or nothing to do",
        text="The command did what it was asked for. An apply with this code left nothing over but what "
        "its plan withheld.",
        next="Go on. `labelsync drift` tells at any time whether the accounts are still as the manifest "
        "says.",
    ),
    "1": Explanation(
        title="failed before anything was sent",
        text="Something went wrong that has no code of its own: the question was not answered `yes`, the "
        "journal cannot be written, a deadline passed while planning, or labelsync itself failed. "
        "`history --verify` ends so where a row was altered. Nothing was changed at a vendor.",
        next="Read the line that begins with `error`, and do what the line below it says; then run the "
        "command again.",
    ),
    "2": Explanation(
        title="there are changes",
        text="No error: `plan --detailed-exitcode` found something to do, or `drift` found an account "
        "that differs from the manifest.",
        next="Review the plan, and carry it out with `labelsync apply`.",
    ),
    "3": Explanation(
        title="something was sent, and not all of it ended well",
        text="Some change failed, is in conflict, is not known, or was never started: a vendor failed "
        "half way, a deadline, a budget or a wave ended the run, or somebody changed a contact meanwhile. "
        "The report names each of them. What was sent stands in the journal, also what was still under "
        "way.",
        next="Read what failed and why. Then run `labelsync resume`, or `labelsync apply` of the manifest "
        "(a plan file that was begun is used up): what was under way is looked up first.",
    ),
    "4": Explanation(
        title="refused by a guard or the policy",
        text="The plan does more than the policy allows, or what the vendor cannot do. Nothing was "
        "changed at a vendor. The plan lists each objection with its guard, the number and the limit.",
        next="Look up the guard with `labelsync explain GUARD`, and check that the plan is what you want. "
        "Then mend the manifest, or plan again with the `--override` that the objection prints.",
    ),
    "6": Explanation(
        title="the plan file, or the snapshot, does not fit",
        text="The plan was altered, has expired, was used already, was sealed with another key, is for "
        "another account, or the manifest changed since; with `--within`, the new plan does more than the "
        "reviewed one. Or the snapshot is not whole, or not of these accounts. Nothing was changed at a "
        "vendor.",
        next="Make a new plan with `labelsync plan -o FILE`, review it, and apply that one. Where plans "
        "are made on another machine, share `LABELSYNC_SEAL_KEY`.",
    ),
    "64": Explanation(
        title="the command line cannot be meant",
        text="An option or a name is wrong, two options exclude each other, or a question would wait "
        "where no terminal is. Nothing was changed at a vendor.",
        next="Read the message, and `labelsync COMMAND --help`. In pipelines add `--auto-approve`, or "
        "apply a saved plan.",
    ),
    "65": Explanation(
        title="the manifest has mistakes",
        text="Every mistake is listed with its code and its place. Nothing was changed at a vendor.",
        next="Look up a code with `labelsync explain LS102`, mend the manifest, and run `labelsync "
        "validate` until it is quiet.",
    ),
    "69": Explanation(
        title="a vendor could not be reached, or refused",
        text="The vendor did not answer, refused for pace again and again, said no, or gave an answer "
        "that cannot be right. Nothing was changed there.",
        next="Check the vendor's status page and the network, and run the same command again.",
    ),
    "75": Explanation(
        title="another run holds the account",
        text="Two runs must not write to one account at once. Or a deletion of an earlier run is still "
        "going on at the vendor, or a call about somebody who is to be forgotten is not settled. The "
        "message names the run. Nothing was changed at a vendor.",
        next="Wait until that run has ended, or let `--lock-wait 10m` wait for it. If its machine is gone "
        "and the journal is in PostgreSQL, use `labelsync unlock` with the id that the message names.",
    ),
    "77": Explanation(
        title="not authorised",
        text="The vendor refuses the credential, the credential lacks a right, or a secret that the "
        "manifest names is not there. Nothing was changed at a vendor.",
        next="Check that the variable or the file holds the current secret, and that it has the rights "
        "that docs/vendors.md names for this vendor.",
    ),
    "130": Explanation(
        title="interrupted by Ctrl-C (SIGINT)",
        text="The command sent nothing more, and gave calls under way five seconds to end. What was sent "
        "stands in the journal, also what was still under way.",
        next="Run the same command again; after an apply that had begun, `labelsync resume`, or "
        "`labelsync apply` of the manifest (its plan file is used up). What was under way is looked up "
        "first.",
    ),
    "143": Explanation(
        title="interrupted by SIGTERM",
        text="Somebody, or the machine, ended the command. It sent nothing more, and gave calls under way "
        "five seconds to end. What was sent stands in the journal, also what was still under way.",
        next="Run the same command again; after an apply that had begun, `labelsync resume`, or "
        "`labelsync apply` of the manifest (its plan file is used up). What was under way is looked up "
        "first.",
    ),
}
