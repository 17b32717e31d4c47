"""What is told when no access token can be had."""

from __future__ import annotations

from labelsync.connectors.highlevel.refusals import known_cause
from labelsync.core.exchange import Answer
from labelsync.errors import AnswerLost, Incomprehensible, NotAuthorised, Unreachable

_INSTALL = (
    "install the app again and give the refresh token of that installation; check client_id and "
    "client_secret, and that nothing else refreshes the tokens of this app"
)


def would_be_lost() -> NotAuthorised:
    """The refresh token would be spent and the next one lost with this machine."""
    return NotAuthorised(
        "the access token has to be renewed, which spends the refresh token, and nothing says that the next "
        "one would be kept",
        advice="name the journal, with --journal or LABELSYNC_JOURNAL, on a disk that is kept between runs; "
        "or use a private integration token",
    )


def no_renewal(answer: Answer) -> NotAuthorised:
    """A refresh token was refused. How is documented nowhere: every other refusal is read so."""
    cause = known_cause(answer)
    if cause is not None and cause.of in ("version", "edge"):
        return NotAuthorised(f"{cause.reason} ({answer.status})", advice=cause.advice)
    return NotAuthorised(
        f"HighLevel refuses the refresh token: spent, withdrawn or unused for a year ({answer.status})",
        advice=_INSTALL,
    )


def no_location_token(answer: Answer) -> NotAuthorised:
    """The agency's token was not exchanged for the location's."""
    cause = known_cause(answer)
    if cause is not None and cause.of in ("scope", "kind"):
        return NotAuthorised(
            f"the app may not ask for the tokens of locations ({answer.status})",
            advice="give the app the scope oauth.write, install it again in the agency, and give the refresh "
            "token of that installation",
        )
    if cause is not None and cause.of in ("version", "edge"):
        return NotAuthorised(f"{cause.reason} ({answer.status})", advice=cause.advice)
    return NotAuthorised(
        f"HighLevel gives the agency no token for this location ({answer.status})",
        advice="check company_id and location_id, and that the app is installed for the location",
    )


def unread(answer: Answer) -> NotAuthorised:
    """A token call succeeded, and no token is in its answer."""
    return NotAuthorised(
        f"HighLevel's answer to the request for a token holds none ({answer.status})",
        advice="check base_url and version, and run the command again at once: for 30 seconds the same "
        "refresh token gives the same answer; after that, install the app again",
    )


def unheard(failure: AnswerLost | Incomprehensible) -> Unreachable:
    """A token call had no answer, or one from somebody else."""
    redirected = failure.advice if isinstance(failure, Incomprehensible) else ""
    return Unreachable(
        f"the account's token could not be renewed: {failure.reason}",
        advice=redirected
        or "run the command again at once: for 30 seconds the same refresh token gives the same answer; "
        "if it is refused then, install the app again",
    )
