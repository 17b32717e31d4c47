"""LS3: accounts, their settings and their secrets."""

from __future__ import annotations

from labelsync.manifest.codes import Code
from labelsync.manifest.explanations.explanation import CHAT, SHOP, Explanation, crm

_VIP = "labels:\n  vip: {title: VIP}\n"


def _chat(settings: str) -> str:
    return f"version: 1\naccounts:\n  chat:\n    connector: kirimchat\n{settings}{_VIP}"


EXPLAINED = {
    Code.MISSING_SETTING: Explanation(
        title="a setting is missing",
        text="The connector cannot reach the account without it. With `sandbox`, where an emulator stands "
        "in, ids and secrets may be left out.",
        next="Add the setting that the message names. `labelsync connectors` lists the settings of each "
        "vendor.",
        wrong=crm(CHAT.replace(", token: {env: KIRIMCHAT_TOKEN}", "") + _VIP),
        right=crm(CHAT + _VIP),
    ),
    Code.UNKNOWN_SETTING: Explanation(
        title="unknown setting",
        text="The connector has no such setting, or it belongs to another way of opening the account than "
        "the one that is given.",
        next="Correct the name, or take the setting away. `labelsync connectors` lists the settings of "
        "each vendor.",
        wrong=crm(_chat("    token: {env: KIRIMCHAT_TOKEN}\n    team: t1\n")),
        right=crm(_chat("    token: {env: KIRIMCHAT_TOKEN}\n    team_id: t1\n")),
    ),
    Code.SETTING_FORM: Explanation(
        title="a setting of another form",
        text="The vendor gives out ids of one form, and this is not one of them: most often a name was "
        "written, or an address with the id in it.",
        next="Copy the id itself from the vendor's page; the message shows what it looks like.",
        wrong=crm(SHOP.replace("5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a", "my-shop") + _VIP),
        right=crm(SHOP + _VIP),
    ),
    Code.LITERAL_SECRET: Explanation(
        title="a secret in the manifest",
        text="Secrets are never written into a manifest: it is shared, reviewed and kept in a history "
        "that forgets nothing. Only where the secret is to be found is written.",
        next="Write `{env: NAME}` or `{file: /a/path}` instead. If the file was ever committed, replace "
        "the secret at the vendor.",
        wrong=crm(_chat("    token: the-token-itself\n")),
        right=crm(_chat("    token: {env: KIRIMCHAT_TOKEN}\n")),
    ),
    Code.BAD_REFERENCE: Explanation(
        title="a reference that cannot be followed",
        text="A secret is `{env: NAME}` or `{file: /a/path}`: one key, one text. And only secrets are "
        "references; other settings are written out, so that a review sees whose account it is.",
        next="Keep one of the two keys, or write out the setting that is no secret.",
        wrong=crm(_chat("    token: {env: KIRIMCHAT_TOKEN, file: /run/secrets/kirimchat}\n")),
        right=crm(_chat("    token: {file: /run/secrets/kirimchat}\n")),
    ),
    Code.FOREIGN_ORIGIN: Explanation(
        title="another origin than the vendor's",
        text="A credential goes to the vendor's own host over https, or to this machine (`127.0.0.1`, "
        "`::1`, `localhost`), and nowhere else: one changed line could send it, and all contacts, to "
        "somebody else.",
        next="Take `base_url` away, or let it name this machine, where a sandbox or a proxy of yours "
        "listens.",
        wrong=crm(_chat("    token: {env: KIRIMCHAT_TOKEN}\n    base_url: https://kirim.example.com\n")),
        right=crm(_chat("    token: {env: KIRIMCHAT_TOKEN}\n    base_url: http://127.0.0.1:8080\n")),
    ),
}
