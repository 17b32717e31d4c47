"""What Wix is told about a label's definition, and what became of it."""

from __future__ import annotations

from labelsync.connectors.wix import calls
from labelsync.connectors.wix.answers import LABEL_FOUND, LABEL_GONE
from labelsync.connectors.wix.exchange import Teller
from labelsync.connectors.wix.refusals import is_wix_error
from labelsync.connectors.wix.translators import definition
from labelsync.core.batch import Creation, Renaming, Undefinition
from labelsync.core.outcome import ALREADY, APPLIED, Kind, Outcome, Performed
from labelsync.core.roster import Definition
from labelsync.errors import AnswerLost


async def create(batch: Creation, teller: Teller) -> Performed:
    """Finds or makes the label. One of Wix's own by that name, or of another spelling, is not taken over."""
    found = await teller.tell(calls.create(batch), LABEL_FOUND)
    label = definition(found.label)
    if label.managed_by_vendor:
        return _failed(
            f"Wix has a label of its own by this name ({label.id}), which nobody else may manage", label
        )
    if label.name != batch.name:
        reason = f"Wix spells the label that it found or made another way ({label.id}): write its title so"
        return _failed(reason, label)
    return Performed(whole=APPLIED if found.new_label else ALREADY, definition=label)


async def rename(batch: Renaming, teller: Teller) -> Performed:
    """Renames in place: the key stays, and with it all who carry the label.

    Whether another label may have the name already is not documented, so Wix's answer counts.
    """
    label = definition((await teller.tell(calls.rename(batch), LABEL_FOUND)).label)
    if label.id != batch.definition.id:
        raise AnswerLost(
            "Wix took the call, but answered with another label than the one to rename",
            advice="look at the site's labels before repeating it",
        )
    if label.name != batch.name:
        return _failed(f"Wix spells the new name another way ({label.id}): write the title so", label)
    return Performed(whole=APPLIED, definition=label)


async def undefine(batch: Undefinition, teller: Teller) -> Performed:
    """Deletes the label; that it is gone already, Wix's own 404 says."""
    request = calls.undefine(batch)
    answer = await teller.writer.write(request)
    if answer.status == 404 and is_wix_error(answer):
        return Performed(whole=ALREADY)
    teller.understood(request, answer, LABEL_GONE)
    return Performed(whole=APPLIED)


def _failed(reason: str, label: Definition) -> Performed:
    return Performed(whole=Outcome(Kind.FAILED, reason), definition=label)
