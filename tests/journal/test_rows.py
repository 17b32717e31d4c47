"""Batches and outcomes become rows and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelsync.core.batch import Creation, Deletion, Relabel, Undefinition
from labelsync.core.outcome import Kind, Outcome, Performed
from labelsync.core.roster import Definition
from labelsync.journal.rows import read_batch, read_performed, write_batch, write_performed

texts = st.text(st.characters(codec="utf-8"), max_size=20)
many = st.lists(texts, max_size=5).map(tuple)
definitions = st.builds(Definition, texts, texts, st.booleans())
batches = st.one_of(
    st.builds(Relabel, many, many, many),
    st.builds(Deletion, many),
    st.builds(Creation, texts, texts),
    st.builds(Undefinition, texts, definitions),
)
outcomes = st.builds(Outcome, st.sampled_from(Kind), texts)
performed = st.builds(
    Performed,
    contacts=st.dictionaries(texts, outcomes, max_size=5),
    whole=st.none() | outcomes,
    definition=st.none() | definitions,
)


@given(batches)
def test_every_kind_of_batch_comes_back_as_it_was(batch):
    back = read_batch(write_batch(batch))
    assert back == batch
    assert type(back) is type(batch)


@given(performed)
def test_every_outcome_comes_back_as_it_was(told):
    assert read_performed(write_performed(told)) == told


@given(many)
def test_two_kinds_of_the_same_shape_do_not_turn_into_each_other(contacts):
    deletion, relabel = Deletion(contacts), Relabel(contacts)
    assert type(read_batch(write_batch(deletion))) is Deletion
    assert type(read_batch(write_batch(relabel))) is Relabel
    assert write_batch(deletion) != write_batch(relabel)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_outcome_has_a_word_of_its_own_in_a_row(kind):
    row = write_performed(Performed({"c1": Outcome(kind, "why")}))
    assert f'["{kind.value}","why"]' in row


def test_a_row_of_an_unknown_kind_is_refused_and_not_guessed():
    with pytest.raises(ValueError, match="merge"):
        read_batch('{"kind": "merge", "contacts": []}')
