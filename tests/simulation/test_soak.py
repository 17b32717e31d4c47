"""The soak: what it prints, and that it ends with 1 where an invariant did not hold."""

from collections import Counter

from inline_snapshot import snapshot

from labelsync.testing.simulation import Statistics, Violation
from labelsync.testing.soak import Lived, Soak, main, told

COUNTS = Statistics(
    seeds=3,
    runs=12,
    deaths=2,
    refused=1,
    priced=4,
    verified=70,
    events=81,
    people=Counter({4: 2, 50: 1}),
    batches=Counter({7: 3}),
    requests=Counter({40: 1, 90: 1, 200: 1}),
    faults=Counter({"drop": 2, "429": 5}),
    edits=Counter({"take": 1}),
)


def test_the_report_of_a_soak_is_read_at_a_glance():
    assert "\n".join(told(Soak(COUNTS, seconds=1.5))) == snapshot("""\
3 seeds in 2 s: 2.0 a second
  12 runs · 2 died · 1 refused · 4 priced
  81 effective changes · 70 outcomes verified
  people a world   4 · 4 · 4 · 50 · 50
  contacts a call  7 · 7 · 7 · 7 · 7
  requests a seed  40 · 40 · 90 · 200 · 200
faults: 429 5 · drop 2
third party: take 1
nothing contradicts the invariants\
""")


def test_a_violation_is_printed_with_its_seed_and_the_command_that_replays_it():
    wrong = tuple(Violation("the_journal_is_true", f"intent {number}") for number in range(7))
    failures = [
        Lived(9, "wix", Statistics(), wrong),
        Lived(2, "kirimchat", Statistics(), broke="KeyError: 1"),
    ]
    assert "\n".join(told(Soak(COUNTS, failures, 1.5))).partition("third party")[2] == snapshot("""\
: take 1
FAILED kirimchat 2: python -m labelsync.testing.soak --from 2 --seeds 1 --vendor kirimchat
  broke: KeyError: 1
FAILED wix 9: python -m labelsync.testing.soak --from 9 --seeds 1 --vendor wix
  the_journal_is_true: intent 0
  the_journal_is_true: intent 1
  the_journal_is_true: intent 2
  the_journal_is_true: intent 3
  the_journal_is_true: intent 4
  and 2 more\
""")


def test_seeds_are_lived_on_several_processes_and_summed(capsys):
    assert main(["--seeds", "4", "--cores", "2", "--vendor", "kirimchat"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("4 seeds in ")
    assert printed.endswith("nothing contradicts the invariants\n")


def test_no_seed_is_begun_once_the_time_is_up(capsys):
    assert main(["--seeds", "400", "--seconds", "0", "--cores", "1", "--vendor", "kirimchat"]) == 0
    assert capsys.readouterr().out.startswith("4 seeds in ")
