"""LS0: the text itself."""

from __future__ import annotations

from labelsync.manifest.codes import Code
from labelsync.manifest.explanations.explanation import CHAT, Explanation, crm

EXPLAINED = {
    Code.UNREADABLE: Explanation(
        title="the manifest cannot be read",
        text="The path is a folder without `*.yaml` or `*.yml` files directly in it (folders below it are "
        "not looked into), a file that may not be read, no regular file, or a link out of its folder. A "
        "manifest that cannot be read is not an empty one, so nothing is planned.",
        next="Check the path given on the command line, and the rights of the file. Where no path is "
        "given, the folder `states` is read.",
        without="No manifest shows this: it is about the path, not about what is written.",
    ),
    Code.NOT_YAML: Explanation(
        title="not valid YAML",
        text="The parser stopped here, so nothing after this point was looked at. Often the indentation, "
        "an open quote or bracket, or a tab at the start of a line is the reason.",
        next="Look at the line that is named and at those above it: close what is open, and indent with "
        "spaces.",
        wrong=crm(CHAT + "labels:\n  vip:\n    title: VIP\n   members: [ada@example.com]\n"),
        right=crm(CHAT + "labels:\n  vip:\n    title: VIP\n    members: [ada@example.com]\n"),
    ),
    Code.TOO_LARGE: Explanation(
        title="too large",
        text="A file may have 64 MB and 5,000,000 YAML values. What is larger is refused before it can "
        "take the machine's memory.",
        next="Move long lists of members into list files, which have no limit; or spread the manifest "
        "over several files of one folder.",
        without="An example would be longer than this page.",
        right=crm(
            CHAT + "labels:\n  vip:\n    members:\n      - {list: lists/vip.csv, column: email}\n",
            vip="email\nada@example.com\n",
        ),
    ),
    Code.TOO_DEEP: Explanation(
        title="nested too deeply",
        text="Lists and mappings may be nested 32 deep, and the manifest's language needs no more than "
        "seven. What is deeper is a slip, or made to exhaust a parser.",
        next="Take the needless brackets away.",
        wrong=crm(CHAT + f"labels:\n  vip:\n    members: {'[' * 33}ada@example.com{']' * 33}\n"),
        right=crm(CHAT + "labels:\n  vip:\n    members: [ada@example.com]\n"),
    ),
    Code.BAD_ALIAS: Explanation(
        title="an alias that cannot be followed",
        text="An alias (`*name`) must come after its anchor (`&name`), and all aliases of a file together "
        "may stand for 1,000 values at most, since few lines of them can stand for billions.",
        next="Put the anchor above the alias, or write the value out. What many labels share belongs into "
        "a list file.",
        wrong=crm(CHAT + "labels:\n  gold: *usual\n  vip: &usual {ownership: additive}\n"),
        right=crm(CHAT + "labels:\n  vip: &usual {ownership: additive}\n  gold: *usual\n"),
    ),
    Code.KEY_NOT_TEXT: Explanation(
        title="a key that is not text",
        text="YAML lets a list or a mapping be a key. Here a key is a name, so it is a text.",
        next="Write one entry for each name.",
        wrong=crm(CHAT + "labels:\n  [vip, gold]: {ownership: additive}\n"),
        right=crm(CHAT + "labels:\n  vip: {ownership: additive}\n  gold: {ownership: additive}\n"),
    ),
    Code.DUPLICATE_KEY: Explanation(
        title="a key written twice",
        text="YAML parsers disagree about which of two equal keys wins, so neither does: one of the two "
        "would be lost without a word. Both places are named.",
        next="Keep one of the two; if both are meant, give one of them another name.",
        wrong=crm(CHAT + "labels:\n  vip: {title: VIP}\n  vip: {title: VIP customers}\n"),
        right=crm(CHAT + "labels:\n  vip: {title: VIP customers}\n"),
    ),
    Code.MERGE_KEY: Explanation(
        title="a merge key",
        text="`<<` takes over the keys of another mapping. It is no part of YAML 1.2, and whoever reviews "
        "the entry does not see what it says, so it is no part of this language.",
        next="Write the keys out.",
        wrong=crm(
            CHAT + "labels:\n  vip: &usual {ownership: additive}\n  gold:\n    <<: *usual\n    title: Gold\n"
        ),
        right=crm(
            CHAT
            + "labels:\n  vip: {ownership: additive}\n  gold:\n    ownership: additive\n    title: Gold\n"
        ),
    ),
    Code.TAG: Explanation(
        title="a tag",
        text="Tags (`!name`, `!!str`) tell a parser to make something else of a value. Here every value "
        "is what is written, so there are none.",
        next="Take the tag away. Put the text in quotes if it begins with an exclamation mark.",
        wrong=crm(CHAT + "labels:\n  season: {title: !!str 2026}\n"),
        right=crm(CHAT + "labels:\n  season: {title: 2026}\n"),
    ),
    Code.SECOND_DOCUMENT: Explanation(
        title="a second document",
        text="One file holds one YAML document. A line `---` begins another one, and many tools read the "
        "first only, so half of the manifest might be missing without a word.",
        next="Move the second document into a file of its own in the same folder, or delete the line `---`.",
        wrong=crm(
            CHAT
            + "labels:\n  vip: {title: VIP}\n---\ncontacts:\n  - {contact: ada@example.com, labels: [vip]}\n"
        ),
        right={
            "states/crm.yaml": CHAT + "labels:\n  vip: {title: VIP}\n",
            "states/people.yaml": "contacts:\n  - {contact: ada@example.com, labels: [vip]}\n",
        },
    ),
    Code.BAD_CHARACTER: Explanation(
        title="a character that may not stand here",
        text="The file is not UTF-8, or holds a control character or an unusual line separator. Editors "
        "show these in different ways or not at all, so what is reviewed might not be what is meant.",
        next="Save the file as UTF-8, and delete the character at the place that is named. Inside double "
        'quotes it can be written as an escape, such as `"\\u2028"`.',
        without="The character cannot be shown here.",
    ),
    Code.TEXT_TOO_LONG: Explanation(
        title="a text too long",
        text="One text may have 65,536 characters. A longer one is most often a whole list or file "
        "between quotes that were not closed where they should be.",
        next="Look for a quote that is not closed; write long lists of people into a list file.",
        without="An example would be longer than this page.",
    ),
}
