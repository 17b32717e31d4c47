"""LS4: people, and what is wanted of them."""

from __future__ import annotations

from labelsync.manifest.codes import Code
from labelsync.manifest.explanations.explanation import CHAT, SHOP, Explanation, crm

_LISTED = crm(
    CHAT + "labels:\n  vip:\n    members:\n      - {list: lists/vip.csv, column: email}\n",
    vip="email\nada@example.com\ngrace@example.com\n",
)

EXPLAINED = {
    Code.NOT_AN_IDENTITY: Explanation(
        title="neither an e-mail nor a phone number",
        text="A person is named by an e-mail, by a phone number, or by `{id: ..., account: ...}`. A name "
        "means several people or nobody, and a phone number without a country could be anybody's.",
        next="Write an e-mail, or a phone number with `+` and its country code. Numbers without `+` are "
        "read in the country of `policy.region`, where one is given.",
        wrong=crm(CHAT + 'labels:\n  vip:\n    members: [Ada Lovelace, "0812-3456-7890"]\n'),
        right=crm(CHAT + 'labels:\n  vip:\n    members: [ada@example.com, "+62 812-3456-7890"]\n'),
    ),
    Code.ID_WITHOUT_ACCOUNT: Explanation(
        title="an id without its account",
        text="A vendor's id means somebody on one account only. On another account nobody has it, or "
        "somebody else does.",
        next="Name the one account: `{id: ..., account: ...}`. Beside a list whose column is `id`, add "
        "`account` too.",
        wrong=crm(
            SHOP + "labels:\n  vip:\n    members:\n      - {id: 0b1d2c3e-0001-4000-8000-000000000001}\n"
        ),
        right=crm(
            SHOP + "labels:\n  vip:\n    members:\n"
            "      - {id: 0b1d2c3e-0001-4000-8000-000000000001, account: shop}\n"
        ),
    ),
    Code.MEMBER_SHAPE: Explanation(
        title="not a member",
        text="A member is an e-mail, a phone number, `{id:, account:}`, `{contact:}`, `{list:, column:}` "
        "or `{native:, account:}`. Whoever is suppressed is never found by a filter, since its answer may "
        "change.",
        next="Write one of these forms for each member; a list of members has no lists inside.",
        wrong=crm(CHAT + "labels:\n  vip:\n    members:\n      - [ada@example.com, grace@example.com]\n"),
        right=crm(
            CHAT + "labels:\n  vip:\n    members:\n      - ada@example.com\n      - grace@example.com\n"
        ),
    ),
    Code.CONTRADICTION: Explanation(
        title="wanted and not wanted",
        text="One person is to carry a label and not to carry it, or is to be deleted where a label is "
        "wanted. Which of the two is meant cannot be known, so both places are named.",
        next="Decide which of the two places is right, and delete the other one.",
        wrong=crm(
            CHAT + "labels:\n  vip:\n    members: [ada@example.com]\n"
            "contacts:\n  - {contact: ada@example.com, without: [vip]}\n"
        ),
        right=crm(
            CHAT + "labels:\n  vip:\n    members: [grace@example.com]\n"
            "contacts:\n  - {contact: ada@example.com, without: [vip]}\n"
        ),
    ),
    Code.TOO_MANY_PEOPLE: Explanation(
        title="too many people inline",
        text="More than 100,000 people are written in the manifest itself. Nobody reviews that "
        "line by line, and an export belongs into a file of its own.",
        next="Move the people into a list file, and name it in `members` or `contacts`.",
        without="A wrong example would be longer than this page. With a list file it looks like this.",
        right=_LISTED,
    ),
    Code.MANY_PEOPLE: Explanation(
        title="many people inline",
        text="A warning, which stops nothing: more than 20,000 people are written in the manifest itself. "
        "From 100,000 on it is refused.",
        next="Move the people into a list file before there are too many.",
        without="A wrong example would be longer than this page. With a list file it looks like this.",
        right=_LISTED,
    ),
    Code.EMPTY_WISH: Explanation(
        title="nothing is declared",
        text="A manifest without an account, or with neither a label nor a contact, is a mistake more "
        "often than a wish: another folder was meant, or a file is missing.",
        next="Check that the right folder was given and that all of its files are there, or declare what "
        "is missing.",
        wrong=crm(CHAT + "labels: {}\n"),
        right=crm(CHAT + "labels:\n  vip: {title: VIP}\n"),
    ),
    Code.ABSENT_LABEL: Explanation(
        title="an absent label with people",
        text="Nobody carries a label with `state: absent`. It has no members, nobody is given it, by an "
        "entry or by a row of a list, and nobody moves over to it from a former name.",
        next="Take `state: absent` away if the label is to stay, or take the people away if it is to go.",
        wrong=crm(CHAT + "labels:\n  trial:\n    state: absent\n    members: [ada@example.com]\n"),
        right=crm(CHAT + "labels:\n  trial:\n    state: absent\n"),
    ),
}
