"""Everything that can go wrong, with its exit code.

LabelsyncError                     1   failed before anything was sent
├── WrongUsage                    64   the command line, or a question without a terminal
├── ManifestInvalid               65   every mistake found, with its place
├── PlanUnfit                      6   stale, altered, used already, for another account, or no plan at all
├── Refused                        4   by a guard or the policy
├── NotAuthorised                 77   the vendor or a missing secret says no
├── Locked                        75   another run holds the account, or a delete job is open
├── JournalUnwritable              1   no call is made whose intent is not durable
├── WaveFailed                     3   too much of a wave went wrong for another one to follow
├── AccountsFailed                     as the worst of its accounts
└── CallFailed                    69
    ├── Unreachable               69   nothing reached the vendor
    ├── Throttled                 69   refused for pace, again and again
    ├── AnswerLost                 3   sent; whether it took effect is not known
    ├── Rejected                  69   the vendor said no, with a reason
    │   └── TooTall               69   a call of fewer contacts might be accepted
    └── Incomprehensible          69   an answer that cannot be what the vendor documents

Interrupted                  130, 143   by a signal, before anything was sent; no handler of errors sees it
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXIT_CHANGES = 2
EXIT_UNFINISHED = 3
PRECEDENCE = (65, 64, 6, 4, 77, 75, 69, 3, 1, 2, 0)


class LabelsyncError(Exception):
    """The root. `reason` says what happened, `advice` what to do next; neither holds a person or a secret."""

    exit_code: int = 1

    def __init__(self, reason: str, *, advice: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


class WrongUsage(LabelsyncError):
    """The command line cannot be meant, or a question would wait for nobody."""

    exit_code = 64


class ManifestInvalid(LabelsyncError):
    """The manifest has mistakes; `mistakes` holds them all, sorted by place, ready to be rendered."""

    exit_code = 65

    def __init__(self, mistakes: tuple[Any, ...]) -> None:
        super().__init__(f"the manifest has {len(mistakes)} mistake{'s' if len(mistakes) != 1 else ''}")
        self.mistakes = mistakes


class PlanUnfit(LabelsyncError):
    """A plan file that cannot be applied: stale, altered, used already, or made for another account."""

    exit_code = 6


class Refused(LabelsyncError):
    """A guard or the policy refuses; nothing was sent."""

    exit_code = 4


class NotAuthorised(LabelsyncError):
    """The vendor refuses the credential, or a secret that the manifest names is not there."""

    exit_code = 77


class Locked(LabelsyncError):
    """Another run holds the account, or a delete job of an earlier run is still open there."""

    exit_code = 75


class JournalUnwritable(LabelsyncError):
    """The journal cannot be written, so nothing may be sent."""


class WaveFailed(LabelsyncError):
    """More of a wave went wrong than was allowed; what lies beyond it was not started."""

    exit_code = EXIT_UNFINISHED


class DeadlinePassed(LabelsyncError):
    """The time was over before anything of the plan was sent."""


class CallFailed(LabelsyncError):
    """A call to a vendor did not end in an answer that can be used."""

    exit_code = 69


class Unreachable(CallFailed):
    """The vendor could not be reached; nothing arrived there."""


class Throttled(CallFailed):
    """The vendor kept refusing for pace until patience was over; the call had no effect."""


class AnswerLost(CallFailed):
    """The call was sent and its answer never came: it may have taken effect."""

    exit_code = EXIT_UNFINISHED


class Rejected(CallFailed):
    """The vendor answered, and said no. `status` is HTTP's; `code` the vendor's own word, '' without one."""

    def __init__(self, reason: str, *, status: int, code: str = "", advice: str = "") -> None:
        super().__init__(reason, advice=advice)
        self.status = status
        self.code = code


class TooTall(Rejected):
    """The vendor takes fewer contacts, or less text, in one call: nothing was changed, halves may pass."""


class Incomprehensible(CallFailed):
    """The vendor's answer is not what its documentation says: too large, too deep, of another shape."""


class Interrupted(BaseException):
    """A signal ended the command before anything was sent. No handler of errors takes it for one."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(f"interrupted ({exit_code})")
        self.exit_code = exit_code


def worst(codes: set[int]) -> int:
    """The exit code of a run in which several accounts earned different ones."""
    return next((code for code in PRECEDENCE if code in codes), max(codes, default=0))


class AccountsFailed(LabelsyncError):
    """Several accounts, and some of them failed; each with its own error. Nothing was sent anywhere."""

    def __init__(self, failures: Mapping[str, LabelsyncError]) -> None:
        names = ", ".join(sorted(failures))
        super().__init__(f"{len(failures)} account{'s' if len(failures) != 1 else ''} failed: {names}")
        self.failures = dict(failures)
        self.exit_code = worst({failure.exit_code for failure in failures.values()})
