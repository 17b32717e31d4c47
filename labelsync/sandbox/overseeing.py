"""The served sandbox's own pages: what each world holds, other people for it, other faults before it.

They are the sandbox's, no vendor's: `/sandbox` and what is below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from labelsync.errors import WrongUsage
from labelsync.sandbox.emulator import Person
from labelsync.sandbox.faults import parse_fault
from labelsync.sandbox.stand import Stand

_PEOPLE = msgspec.json.Decoder(list[Person])
_TEXTS = msgspec.json.Decoder(list[str])


def overseer(stands: Mapping[str, Stand]) -> Starlette:
    """The pages over these vendors.

    `GET /` lists them, `GET /NAME` shows a world, `PUT /NAME` begins it anew with a JSON list of people,
    `PUT /NAME/faults` puts a JSON list of faults before it, in place of those that were there.
    """
    pages = _Pages(stands)
    return Starlette(
        routes=[
            Route("/", pages.everything),
            Route("/{name}", pages.show),
            Route("/{name}", pages.renew, methods=["PUT"]),
            Route("/{name}/faults", pages.fault, methods=["PUT"]),
        ]
    )


@dataclass(frozen=True, slots=True)
class _Pages:
    stands: Mapping[str, Stand]

    async def everything(self, _: Request) -> JSONResponse:
        return JSONResponse({"vendors": sorted(self.stands)})

    async def show(self, request: Request) -> JSONResponse:
        stand = self._stand(request)
        return JSONResponse(stand.shown()) if stand else self._nobody()

    async def renew(self, request: Request) -> JSONResponse:
        stand = self._stand(request)
        if stand is None:
            return self._nobody()
        try:
            stand.renew(_PEOPLE.decode(await request.body()))
        except msgspec.DecodeError as error:
            return JSONResponse({"message": f"not a list of people: {error}"}, status_code=400)
        return JSONResponse(stand.shown())

    async def fault(self, request: Request) -> JSONResponse:
        stand = self._stand(request)
        if stand is None:
            return self._nobody()
        try:
            stand.faults[:] = map(parse_fault, _TEXTS.decode(await request.body()))
        except (msgspec.DecodeError, WrongUsage) as error:
            return JSONResponse({"message": str(error)}, status_code=400)
        return JSONResponse({"faults": len(stand.faults)})

    def _stand(self, request: Request) -> Stand | None:
        return self.stands.get(request.path_params["name"])

    def _nobody(self) -> JSONResponse:
        return JSONResponse({"message": "no such vendor", "vendors": sorted(self.stands)}, status_code=404)
