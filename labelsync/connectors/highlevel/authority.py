"""Who gives the access token of an app's account, and renews it: by refresh tokens that can be spent once."""

from __future__ import annotations

from dataclasses import dataclass

from labelsync.connectors.highlevel import token_refusals, tokens
from labelsync.connectors.highlevel.grants import Drawer, digest
from labelsync.connectors.highlevel.refusals import is_ended
from labelsync.connectors.highlevel.tokens import App, Token
from labelsync.core.connector import Ports
from labelsync.core.exchange import Answer, Authority, Headers, Post, Request
from labelsync.errors import AnswerLost, Incomprehensible


@dataclass(frozen=True, slots=True)
class Renewed:
    """A token that is renewed by refresh tokens: a location's, or an agency's."""

    app: App
    ports: Ports
    drawer: Drawer

    async def headers(self, post: Post) -> Headers:
        """The `Authorization` header. Raises NotAuthorised, Unreachable or Throttled."""
        return tokens.bearer(await self.token(post))

    async def token(self, post: Post) -> str:
        """The access token, good for a minute at least."""
        return self.drawer.good() or await self._fresh(post)

    def refused(self, answer: Answer) -> bool:
        """Whether the access token has ended; it is forgotten then. A missing scope is no such thing."""
        ended = is_ended(answer)
        if ended:
            self.drawer.forget()
        return ended

    async def _fresh(self, post: Post) -> str:
        """A new token by the newest refresh token that there is, kept before it is returned."""
        if not self.ports.vault.outlives:
            raise token_refusals.would_be_lost()
        held = self.drawer.kept()
        spent = held.refresh if held else self.app.refresh_token
        now = self.ports.clock.now()
        answer = await _asked(post, tokens.renewal(self.app, refresh_token=spent))
        if answer.status not in (200, 201):
            return self._found_instead(answer)
        told = _read(answer)
        ends = now + told.life
        return await self.drawer.keep(access=told.access, ends=ends, refresh=told.refresh or spent)

    def _found_instead(self, refusal: Answer) -> str:
        """Another run, or another account of the agency, may have spent the token: its grant is kept then."""
        found = self.drawer.good()
        if not found:
            raise token_refusals.no_renewal(refusal)
        return found


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A location's token, for which the agency's is exchanged; that can be repeated at will."""

    app: App
    ports: Ports
    agency: Renewed
    drawer: Drawer

    async def headers(self, post: Post) -> Headers:
        """The `Authorization` header. Raises NotAuthorised, Unreachable or Throttled."""
        return tokens.bearer(self.drawer.good() or await self._fresh(post))

    def refused(self, answer: Answer) -> bool:
        """Whether the location's token has ended; it is forgotten then."""
        ended = is_ended(answer)
        if ended:
            self.drawer.forget()
        return ended

    async def _fresh(self, post: Post) -> str:
        now = self.ports.clock.now()
        answer = await self._exchange(post)
        if self.agency.refused(answer):
            answer = await self._exchange(post)
        if answer.status not in (200, 201):
            raise token_refusals.no_location_token(answer)
        told = _read(answer)
        return await self.drawer.keep(access=told.access, ends=now + told.life)

    async def _exchange(self, post: Post) -> Answer:
        agency_token = await self.agency.token(post)
        return await _asked(post, tokens.exchange(self.app, agency_token=agency_token))


def authority(app: App, ports: Ports, *, base_url: str) -> Authority:
    """The authority of one account. What is kept is named by where it holds, so that no two mix."""
    root = digest(app.refresh_token)
    place = (base_url, app.client_id, app.company)
    if not app.company:
        return Renewed(app, ports, Drawer(ports, _name("location", *place, app.location), root))
    agency = Renewed(app, ports, Drawer(ports, _name("agency", *place), root))
    return Exchanged(app, ports, agency, Drawer(ports, _name("location", *place, app.location), root))


def _name(*texts: str) -> str:
    return f"highlevel {digest(*texts)}"


async def _asked(post: Post, request: Request) -> Answer:
    """The answer to a token call. The call that waits for the token was not sent, so it is not lost."""
    try:
        return await post(request)
    except (AnswerLost, Incomprehensible) as failure:
        raise token_refusals.unheard(failure) from failure


def _read(answer: Answer) -> Token:
    told = tokens.token(answer.body)
    if told is None:
        raise token_refusals.unread(answer)
    return told
