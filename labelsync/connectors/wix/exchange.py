"""One request, its answer, decoded: or the error that stands for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from msgspec.json import Decoder

from labelsync.connectors.wix.opener import Opener
from labelsync.connectors.wix.refusals import UNDECODABLE, refusal
from labelsync.core.exchange import Answer, Reader, Request, Writer
from labelsync.errors import AnswerLost, Incomprehensible

Told = TypeVar("Told")

_ADVICE = "try again later; if it stays, check `base_url` and whether something stands between here and Wix"


@dataclass(frozen=True, slots=True)
class Asker:
    """The looking side of one site, which knows what opens it."""

    reader: Reader
    opener: Opener

    async def ask(self, request: Request, decoder: Decoder[Told]) -> Told:
        """Reads. Raises NotAuthorised, Rejected or Incomprehensible. Success is 200 and nothing else."""
        answer = await self.reader.read(request)
        if not 200 <= answer.status < 300:
            raise refusal(request, answer, opener=self.opener)
        return _decoded(request, answer, decoder)


@dataclass(frozen=True, slots=True)
class Teller:
    """The doing side of one site; `asker` is the looking side of the same."""

    writer: Writer
    opener: Opener

    @property
    def asker(self) -> Asker:
        """The same site, to be looked at."""
        return Asker(self.writer, self.opener)

    async def tell(self, request: Request, decoder: Decoder[Told]) -> Told:
        """Writes. Raises NotAuthorised or Rejected when Wix refused: then nothing was changed.

        What was accepted but not answered as documented has perhaps taken effect: AnswerLost.
        """
        return self.understood(request, await self.writer.write(request), decoder)

    def understood(self, request: Request, answer: Answer, decoder: Decoder[Told]) -> Told:
        """The answer to a write. Raises as `tell` does."""
        if not 200 <= answer.status < 300:
            raise refusal(request, answer, opener=self.opener)
        try:
            return _decoded(request, answer, decoder)
        except Incomprehensible as strange:
            reason = f"Wix took the call, but {strange.reason}"
            raise AnswerLost(reason, advice="read back what became of it before repeating it") from strange


def _decoded(request: Request, answer: Answer, decoder: Decoder[Told]) -> Told:
    if answer.status != 200:
        reason = (
            f"Wix's answer to `{request.kind}` has the status {answer.status}, which it does not document"
        )
        raise Incomprehensible(reason, advice=_ADVICE)
    try:
        return decoder.decode(answer.body)
    except UNDECODABLE as error:
        reason = f"Wix's answer to `{request.kind}` is not of the documented shape: {_fault(error)}"
        raise Incomprehensible(reason, advice=_ADVICE) from error


def _fault(error: Exception) -> str:
    """Says types and paths; the text of a UnicodeDecodeError could hold what was sent."""
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
