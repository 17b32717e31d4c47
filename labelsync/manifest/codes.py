"""The codes of everything that can be wrong with a manifest, and what `explain` says about each, offline."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Code(StrEnum):
    """LS0xx: the text, 1xx: its shape, 2xx: names, 3xx: accounts, 4xx: people, 5xx: lists, 6xx: filters."""

    UNREADABLE = "LS001"
    NOT_YAML = "LS002"
    TOO_LARGE = "LS003"
    TOO_DEEP = "LS004"
    BAD_ALIAS = "LS005"
    KEY_NOT_TEXT = "LS006"
    DUPLICATE_KEY = "LS007"
    MERGE_KEY = "LS008"
    TAG = "LS009"
    SECOND_DOCUMENT = "LS010"
    BAD_CHARACTER = "LS011"
    TEXT_TOO_LONG = "LS012"
    MISSING_KEY = "LS101"
    UNKNOWN_KEY = "LS102"
    WRONG_KIND = "LS103"
    NOT_A_NUMBER = "LS104"
    NOT_ONE_OF = "LS105"
    BAD_FORM = "LS106"
    NOT_KNOWN_YET = "LS107"
    VERSION = "LS108"
    REQUIRES = "LS109"
    UNKNOWN_ACCOUNT = "LS201"
    UNKNOWN_LABEL = "LS202"
    UNKNOWN_CONNECTOR = "LS203"
    DECLARED_TWICE = "LS204"
    SAME_NAME = "LS205"
    NOT_ON_ACCOUNT = "LS206"
    NAME_TOO_LONG = "LS207"
    LOOK_ALIKE = "LS208"
    MISSING_SETTING = "LS301"
    UNKNOWN_SETTING = "LS302"
    SETTING_FORM = "LS303"
    LITERAL_SECRET = "LS304"  # noqa: S105 - the code of a mistake, not a secret
    BAD_REFERENCE = "LS305"
    FOREIGN_ORIGIN = "LS306"
    NOT_AN_IDENTITY = "LS401"
    ID_WITHOUT_ACCOUNT = "LS402"
    MEMBER_SHAPE = "LS403"
    CONTRADICTION = "LS404"
    TOO_MANY_PEOPLE = "LS405"
    MANY_PEOPLE = "LS406"
    EMPTY_WISH = "LS407"
    ABSENT_LABEL = "LS408"
    PATH_REFUSED = "LS501"
    FILE_MISSING = "LS502"
    LIST_KIND = "LS503"
    FILTER = "LS601"
    MANAGED_IN_FILTER = "LS602"
    NO_FILTERS = "LS603"


class Explanation(NamedTuple):
    """What a code means: its title, and a few sentences that end in what to do."""

    title: str
    text: str


_EXPLAINED = {
    Code.UNREADABLE: (
        "the manifest cannot be read",
        "The path does not exist, may not be read, is no regular file, or is a folder without *.yaml or "
        "*.yml files in it (folders below it are not looked into). Check the path given on the command line.",
    ),
    Code.NOT_YAML: (
        "not valid YAML",
        "The parser stopped here, so nothing after this point was looked at. Often the indentation, an open "
        "quote or bracket, or a tab at the start of a line is the reason.",
    ),
    Code.TOO_LARGE: (
        "too large",
        "A file may have 64 MB and 5,000,000 YAML values. Long member lists belong into list files.",
    ),
    Code.TOO_DEEP: (
        "nested too deeply",
        "Lists and mappings may be nested 32 deep. The manifest's language needs no more than seven.",
    ),
    Code.BAD_ALIAS: (
        "an alias that cannot be followed",
        "An alias (*name) must follow its anchor (&name), and all aliases of a file together may stand for "
        "1,000 values at most. Write the value out, or use a list file.",
    ),
    Code.KEY_NOT_TEXT: ("a key that is not text", "Keys are texts here, never lists or mappings."),
    Code.DUPLICATE_KEY: (
        "a key written twice",
        "YAML parsers disagree about which of two equal keys wins, so neither does. Keep one of them.",
    ),
    Code.MERGE_KEY: ("a merge key", "`<<` is not part of this language. Write the keys out."),
    Code.TAG: ("a tag", "Tags (!name, !!str) are not part of this language. Quote the text if it needs it."),
    Code.SECOND_DOCUMENT: (
        "a second document",
        "One file holds one YAML document. Put the second one into a file of its own in the same folder.",
    ),
    Code.BAD_CHARACTER: (
        "a character that may not stand here",
        "The file is not UTF-8, or holds a control character or an unusual line separator. Save it as UTF-8; "
        'inside double quotes such a character can be written as an escape ("\\u2028").',
    ),
    Code.TEXT_TOO_LONG: ("a text too long", "One text may have 65,536 characters."),
    Code.MISSING_KEY: ("a key is missing", "This entry does not work without the key that is named."),
    Code.UNKNOWN_KEY: (
        "unknown key",
        "The manifest's language has no such key here. `labelsync schema` prints all of them, and editors "
        "can complete them from it.",
    ),
    Code.WRONG_KIND: (
        "another kind of value is needed",
        "A text stands where a list or a mapping is needed, or the other way round, or nothing is written.",
    ),
    Code.NOT_A_NUMBER: ("a number is needed", "Write digits, such as 100. The message names the range."),
    Code.NOT_ONE_OF: ("not one of the words allowed", "The message lists the words that this key takes."),
    Code.BAD_FORM: (
        "a text of another form is needed",
        "The message says which form. Names may not be empty or longer than 200 characters, and hold no "
        "control characters.",
    ),
    Code.NOT_KNOWN_YET: (
        "not known yet",
        "The manifest's language has this, but this version of labelsync does not know it yet. Nothing is "
        "applied without it, because leaving it out would change what the manifest means.",
    ),
    Code.VERSION: ("a version that is not known", "This labelsync reads manifests of `version: 1`."),
    Code.REQUIRES: (
        "another labelsync is required",
        "`requires` refuses this version of labelsync. Install one that it accepts, or change it.",
    ),
    Code.UNKNOWN_ACCOUNT: ("unknown account", "Accounts are declared under `accounts`."),
    Code.UNKNOWN_LABEL: ("unknown label", "Labels are declared under `labels`, also those used elsewhere."),
    Code.UNKNOWN_CONNECTOR: ("unknown connector", "`labelsync connectors` lists the vendors that are known."),
    Code.DECLARED_TWICE: (
        "declared twice",
        "A name, or a part of the policy, is declared in two files. Keep one of the two declarations.",
    ),
    Code.SAME_NAME: (
        "two labels, one name",
        "The vendor would take these two labels for one: it folds case, or both have one title. Give one of "
        "them another `title`, key or entry under `names`.",
    ),
    Code.NOT_ON_ACCOUNT: (
        "the label is not on that account",
        "The label's `accounts` does not hold the account that is meant here, so nothing could come of it.",
    ),
    Code.NAME_TOO_LONG: (
        "a name too long for the vendor",
        "The vendor cuts or refuses names of this length.",
    ),
    Code.LOOK_ALIKE: (
        "labels that look alike",
        "A warning: the two keys differ only in case, spacing, accents of writing or look-alike characters.",
    ),
    Code.MISSING_SETTING: (
        "a setting is missing",
        "The connector needs it to reach the account. With `sandbox`, ids and secrets may be left out.",
    ),
    Code.UNKNOWN_SETTING: ("unknown setting", "The connector has no such setting."),
    Code.SETTING_FORM: ("a setting of another form", "The connector's setting has a form that this is not."),
    Code.LITERAL_SECRET: (
        "a secret in the manifest",
        "Secrets are never written into a manifest. Refer to where it is: {env: NAME} or {file: /a/path}. If "
        "the file was ever committed, replace the secret at the vendor.",
    ),
    Code.BAD_REFERENCE: (
        "a reference that cannot be followed",
        "A secret is {env: NAME} or {file: /a/path}: one key, one text. Only secrets are references.",
    ),
    Code.FOREIGN_ORIGIN: (
        "another origin than the vendor's",
        "A credential goes to the vendor's own host over https, or to this machine (127.0.0.1, ::1, "
        "localhost), and nowhere else.",
    ),
    Code.NOT_AN_IDENTITY: (
        "neither an e-mail nor a phone number",
        "A person is an e-mail, a phone number (+ and country code, or `policy.region`), or {id:, account:}.",
    ),
    Code.ID_WITHOUT_ACCOUNT: (
        "an id without its account",
        "A vendor's id means somebody on one account only. Name it: {id: ..., account: ...}.",
    ),
    Code.MEMBER_SHAPE: (
        "not a member",
        "A member is an e-mail, a phone number, {id:, account:}, {contact:}, {list:, column:} or "
        "{native:, account:}.",
    ),
    Code.CONTRADICTION: (
        "wanted and not wanted",
        "One person is to carry a label and not to carry it, or is to be deleted where a label is wanted. "
        "Both places are named; one of them has to go.",
    ),
    Code.TOO_MANY_PEOPLE: (
        "too many people inline",
        "More than 100,000 people: write them into a list file.",
    ),
    Code.MANY_PEOPLE: ("many people inline", "A warning above 20,000 people: a list file is the way."),
    Code.EMPTY_WISH: (
        "nothing is declared",
        "A manifest without an account, or with neither a label nor a contact, is a mistake more often than "
        "a wish. Was the right folder given?",
    ),
    Code.ABSENT_LABEL: (
        "an absent label with people",
        "Nobody carries a label with `state: absent`, so it has no members and nobody is given it.",
    ),
    Code.PATH_REFUSED: (
        "a path that leads elsewhere",
        "Files are named relative to the manifest's folder and lie below it: no absolute path, no URL, no "
        "`..` or symlink out of it, no device.",
    ),
    Code.FILE_MISSING: (
        "the file is not there",
        "A missing file is not an empty one, so nothing can be planned. Check the path.",
    ),
    Code.LIST_KIND: ("a list of another kind", "Lists are .csv, .tsv, or .ndjson (.jsonl) files."),
    Code.FILTER: (
        "a filter that the vendor would refuse",
        "A `native` filter is checked against the vendor's documented fields and operators before anything "
        "is sent. In it, numbers, true, false and null are written without quotes, all else is text.",
    ),
    Code.MANAGED_IN_FILTER: (
        "a filter on a managed label",
        "A `native` filter may not ask about a label that this manifest manages there: the plan would depend "
        "on its own effects. Ask about something else, or leave that label out of the manifest.",
    ),
    Code.NO_FILTERS: (
        "a vendor without filters",
        "This vendor cannot be asked by a filter, so `native` members are not possible on its accounts.",
    ),
}

CATALOGUE: Mapping[str, Explanation] = {code.value: Explanation(*said) for code, said in _EXPLAINED.items()}
