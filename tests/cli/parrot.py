"""A connector that repeats its secret wherever it can. Installed by a test, for a process of its own."""

import asyncio
import base64
import logging
import sys
import traceback
import warnings
from dataclasses import dataclass
from urllib.parse import quote

from labelsync import kit

TEXT, SECRET = kit.SettingKind.TEXT, kit.SettingKind.SECRET
MODE = kit.SettingDescription("mode", TEXT, "how it repeats it", example="reason")
TOKEN = kit.SettingDescription("token", SECRET, "what it repeats", example="0" * 32)
LABELS = kit.LabelRules(by="id", max_length=200)
ADA = kit.Contact("contact-1", "canary.person@example.com", "+6281100000001", frozenset())
VIP = kit.Definition("vip", "vip")


def _open(settings, ports):
    shape = kit.WriteShape(500, 20, combined=False)
    can = kit.Capabilities(
        kit.Membership.ON_CONTACT, 50, shape, LABELS, kit.Evidence.PER_CONTACT, kit.Repeat.HARMLESS
    )
    parrot = Parrot(settings.texts["mode"], settings.secrets["token"], can)
    headers = (("authorization", f"Bearer {settings.secrets['token']}"),)
    return kit.Opened(
        parrot, kit.Access("https://parrot.example", ("parrot.example",), headers, (), (), lambda _: ())
    )


VENDOR = kit.Vendor("parrot", "Parrot", "https://parrot.example", (MODE, TOKEN), LABELS, _open)


def forms(token):
    """What the parrot says."""
    plain = token.encode()
    coded = base64.b64encode(plain).decode()
    basic = base64.b64encode(b"user:" + plain).decode()
    url = base64.urlsafe_b64encode(plain).decode().rstrip("=")
    return f"{token} {quote(token, safe='')} {coded} {basic} {url} {plain.hex()} Bearer {token} {token!r}"


@dataclass(frozen=True, slots=True)
class Parrot(kit.Connector):
    """One account."""

    mode: str
    token: str
    capabilities: kit.Capabilities

    async def identify(self, reader):  # noqa: ARG002 - it knows it all
        """It says whose account it is, loudly."""
        said = forms(self.token)
        if self.mode == "raise":
            raise ValueError(said)
        if self.mode == "group":
            raise ExceptionGroup(said, [ValueError(said)])
        if self.mode == "exit":
            sys.exit(said)
        if self.mode == "cancel":
            raise asyncio.CancelledError(said)
        if self.mode == "refuse":
            raise kit.NotAuthorised(f"refused: {said}", advice=said)
        if self.mode == "loud":
            self._loud(said)
        return kit.Identified(f"parrot {said}" if self.mode == "identity" else "parrot", "parrot")

    def _loud(self, said):
        logging.getLogger("parrot").warning("log %s", said)
        warnings.warn(said, stacklevel=1)
        print("print", said)  # noqa: T201
        sys.stderr.buffer.write(said.encode() + b"\n")
        try:
            raise KeyError(said)  # noqa: TRY301 - for its traceback
        except KeyError:
            traceback.print_exc()
        asyncio.ensure_future(self._fail(said))  # noqa: RUF006 - nobody asks for its error

    async def _fail(self, said):
        raise OSError(said)

    async def observe(self, question, reader):  # noqa: ARG002 - the same
        """One person, one label."""
        await asyncio.sleep(0)  # noqa: TID251 - lets the lost task fail
        if isinstance(question, kit.Definitions):
            yield kit.Page(definitions=(VIP,), last=True)
        else:
            yield kit.Page((ADA,), total=1, last=True)

    async def perform(self, batch, writer, keep):  # noqa: ARG002 - the same
        """Refuse, with reasons."""
        said = f"the vendor said {forms(self.token)}"
        if self.mode == "rejected":
            raise kit.Rejected(said, status=400, code=said, advice=said)
        if self.mode == "lost":
            raise kit.AnswerLost(said, advice=said)
        if self.mode == "ticket":
            await keep.ticket(kit.Ticket("job", said))
        return kit.Performed(dict.fromkeys(batch.contacts, kit.Outcome(kit.Kind.FAILED, said)))
