"""One request, its answer, decoded: or the error that stands for it."""

from __future__ import annotations

from typing import TypeVar

from msgspec.json import Decoder

from labelsync.connectors.wix.refusals import UNDECODABLE, refusal
from labelsync.core.exchange import Answer, Reader, Request, Writer
from labelsync.errors import AnswerLost, Incomprehensible

Told = TypeVar("Told")

_ADVICE = "try again later; if it stays, check `base_url` and whether something stands between here and Wix"


async def ask(reader: Reader, request: Request, decoder: Decoder[Told]) -> Told:
    """Reads. Raises NotAuthorised, Rejected or Incomprehensible. Success is 200 and nothing else."""
    answer = await reader.read(request)
    if not 200 <= answer.status < 300:
        raise refusal(request, answer)
    return _decoded(request, answer, decoder)


async def tell(writer: Writer, request: Request, decoder: Decoder[Told]) -> Told:
    """Writes. Raises NotAuthorised or Rejected when Wix refused: then nothing was changed.

    What was accepted but not answered as documented has perhaps taken effect: AnswerLost.
    """
    answer = await writer.write(request)
    if not 200 <= answer.status < 300:
        raise refusal(request, answer)
    return understood(request, answer, decoder)


def understood(request: Request, answer: Answer, decoder: Decoder[Told]) -> Told:
    """The answer to an accepted write. Raises AnswerLost where it does not say what was started."""
    try:
        return _decoded(request, answer, decoder)
    except Incomprehensible as strange:
        reason = f"Wix took the call, but {strange.reason}"
        raise AnswerLost(reason, advice="read back what became of it before repeating it") from strange


def _decoded(request: Request, answer: Answer, decoder: Decoder[Told]) -> Told:
    if answer.status != 200:
        reason = f"its answer to `{request.kind}` has the status {answer.status}, which it does not document"
        raise Incomprehensible(reason, advice=_ADVICE)
    try:
        return decoder.decode(answer.body)
    except UNDECODABLE as error:
        reason = f"its answer to `{request.kind}` is not of the documented shape: {_fault(error)}"
        raise Incomprehensible(reason, advice=_ADVICE) from error


def _fault(error: Exception) -> str:
    """Says types and paths; the text of a UnicodeDecodeError could hold what was sent."""
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
