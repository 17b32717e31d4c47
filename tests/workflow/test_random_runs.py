"""Random worlds, wishes and faults, by seed: what was wanted is there in the end, and nothing moved twice."""

import random
from collections import Counter

import pytest

from labelsync.errors import LabelsyncError
from labelsync.sandbox.emulator import Person
from tests.workflow.scene import Scene

LABELS = ("vip", "gold", "news")
FAULTS = {
    "wix": (
        "POST:/contacts/v4/bulk",
        "GET:/contacts/v4/bulk/jobs",
        "POST:/contacts/v4/contacts/query",
        "GET:/",
    ),
    "highlevel": ("POST:/contacts/bulk", "POST:/contacts/search", "GET:/contacts", "GET:/locations"),
    "kirimchat": ("POST:/contacts/bulk_label", "GET:/contacts", "GET:/me", "POST:/labels"),
}
KINDS = ("drop", "500", "503", "429", "429x3", "refuse", "delay=3", "html")
READS_ONLY = ("html",)


def address(number):
    return f"p{number}@example.com"


class Story:
    """One seed's world, manifest and faults, and what must be so in the end."""

    def __init__(self, vendor, seed, folder):
        self.dice = random.Random(f"{vendor} {seed}")
        self.vendor = vendor
        self.size = self.dice.randint(1, 30)
        readable = vendor != "kirimchat"
        self.before = {
            address(n): frozenset(
                label for label in (*LABELS, "other") if readable and self.dice.random() < 0.3
            )
            for n in range(self.size)
        }
        self.exact = {label: self.dice.random() < 0.6 for label in LABELS}
        self.members = {label: self._some(0.4) for label in LABELS}
        self.without = {who: self.dice.choice(LABELS) for who in self._some(0.1)}
        for who, label in self.without.items():
            self.members[label].discard(who)
        people = [Person(email=who, labels=tuple(sorted(labels))) for who, labels in self.before.items()]
        self.scene = Scene(folder, vendor, people)
        self.scene.manifest(self._text(), settings=f"batch: {self.dice.choice([1, 3, 10, 100])}")

    def _some(self, part):
        return {address(n) for n in range(self.size + 2) if self.dice.random() < part}

    def _text(self):
        lines = ["labels:"]
        for label in LABELS:
            ownership = "exact" if self.exact[label] else "additive"
            members = ", ".join(sorted(self.members[label]))
            lines.append(f"  {label}: {{ownership: {ownership}, members: [{members}]}}")
        if self.without:
            lines.append("contacts:")
            lines += [
                f"  - {{contact: {who}, without: [{label}]}}" for who, label in sorted(self.without.items())
            ]
        return "\n".join(lines) + "\n"

    def faults(self):
        specs = []
        for _ in range(self.dice.randint(0, 3)):
            kind, where = self.dice.choice(KINDS), self.dice.choice(FAULTS[self.vendor])
            specs.append(f"{kind}@{where}")
        return specs

    def wanted(self, who):
        carried = set(self.before[who])
        for label in LABELS:
            if who in self.members[label]:
                carried.add(label)
            elif self.exact[label] or self.without.get(who) == label:
                carried.discard(label)
        return frozenset(carried)

    def live(self):
        """Apply under faults until a run ends well, at most four times; the later ones without faults."""
        for attempt in range(4):
            self.scene.fault(*(self.faults() if attempt < 2 else []))
            try:
                if self.scene.apply().converged:
                    return
            except LabelsyncError:
                pass
            self.scene.clock.passed += 600
        raise AssertionError("four runs, and none of them ended well")


@pytest.mark.parametrize("vendor", sorted(FAULTS))
@pytest.mark.parametrize("seed", range(40))
def test_whatever_goes_wrong_the_world_ends_as_wanted_and_every_change_is_made_once(vendor, seed, tmp_path):
    story = Story(vendor, seed, tmp_path)
    story.live()
    view = story.scene.emulator.view()
    after = {person.email: frozenset(person.labels) for person in view.contacts.values()}
    assert after == {who: story.wanted(who) for who in story.before}
    names = {contact: person.email for contact, person in view.contacts.items()}
    fired = Counter((names[event.contact], event.label, event.on) for event in view.automations)
    due = {(who, label, "add") for who in after for label in after[who] - story.before[who]}
    due |= {(who, label, "remove") for who in after for label in story.before[who] - after[who]}
    assert fired == Counter(due)
    story.scene.fault()
    assert story.scene.plan().is_empty
