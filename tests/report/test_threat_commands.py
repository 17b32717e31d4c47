"""T6: what a pipeline would take for a command to itself does not begin a line of what labelsync prints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from labelsync.core.change import Add
from labelsync.core.outcome import Kind, Outcome
from labelsync.core.run import AccountResult, ChangeResult, ContactResult, Run
from labelsync.report import plan_text, result_text
from tests.planfile.samples import PLAN, SHOP

COMMANDS = ["::error::x", "::add-mask::x", "##[error]x", "##vso[task.setvariable]x", "::stop-commands::x"]
WAYS = ["{0}", "\n{0}", "\r{0}", "\u2028{0}", "\x85{0}", "x\n\n{0}\n", "\x0b{0}", "\x1c{0}"]


def begun(text: str, *, indented: bool = False) -> list[str]:
    """The lines, as any reader might part them, that begin with a command."""
    lines = (line.strip() if indented else line for line in text.splitlines())
    return [line for line in lines if line.startswith(("::", "##"))]


def said(evil: str) -> str:
    """The pages of a plan and of a result in which everything is called so."""
    change = Add(evil, (evil,), (evil,), (evil,))
    lines = tuple(replace(line, label=evil) for line in SHOP.labels[:1])
    account = replace(SHOP, identity=evil, changes=(change,), labels=lines, withheld=())
    outcome = ContactResult(evil, Outcome(Kind.FAILED, evil))
    told = ChangeResult("add", evil, contacts=(outcome,))
    run = Run("run", 0.0, 1.0, (AccountResult("shop", True, (told,), error=evil, code=69),), {})
    plan = replace(PLAN, accounts=(account,))
    return plan_text(plan, colour=False, width=400) + result_text(run, colour=False)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_name_that_is_a_command_begins_no_line(name: str, way: str) -> None:
    assert name[2:] in said(way.format(name))
    assert begun(said(way.format(name))) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_name_that_is_a_command_begins_no_indented_line_either(name: str) -> None:
    assert begun(said(name), indented=True) == []


def test_a_reason_that_holds_a_command_begins_no_line_wherever_it_is_wrapped() -> None:
    for width in range(40, 120):
        held = tuple(replace(withheld, reason="x " * 37 + COMMANDS[0]) for withheld in SHOP.withheld)
        plan = replace(PLAN, accounts=(replace(SHOP, withheld=held),))
        assert begun(plan_text(plan, colour=False, width=width), indented=True) == []
