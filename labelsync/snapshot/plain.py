"""Capabilities as plain JSON values and back, each field held against its type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from labelsync.core.capability import Capabilities

MOST = 1e12
"""No limit, size or time is larger."""


def plain(value: Any) -> Any:
    """A fact as JSON has it: mappings, lists, texts, numbers."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def capabilities_of(value: object) -> Capabilities:
    """The capabilities that a plain value describes. Raises ValueError where it describes none."""
    found = _typed(Capabilities, value)
    assert isinstance(found, Capabilities)  # noqa: S101 - what was asked for
    positive = (found.page, found.these, found.strong, found.delete_height, found.concurrency)
    heights = (found.shape.max_contacts, found.shape.max_labels)
    if min(*positive, *heights, *(bucket.limit for bucket in found.buckets)) < 1:
        raise ValueError("capabilities")
    if any(bucket.seconds <= 0 for bucket in found.buckets) or not all(
        0 <= n < MOST for n in _numbers(found)
    ):
        raise ValueError("capabilities")
    return found


def _numbers(value: Any) -> Iterator[float]:
    if is_dataclass(value):
        value = tuple(getattr(value, field.name) for field in fields(value))
    if isinstance(value, tuple):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int | float):
        yield value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(kind: Any, value: Any) -> Any:
    """The value as the type has it. Raises ValueError where it has none such."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if is_dataclass(kind) and isinstance(value, dict):
        return _fact(kind, value)
    if kind is float and type(value) is int:
        return float(value)
    if isinstance(kind, type) and type(value) is kind:
        return value
    return _composed(get_origin(kind), get_args(kind), value)


def _composed(origin: Any, kinds: tuple[Any, ...], value: Any) -> Any:
    if origin is tuple and isinstance(value, list):
        return _tuple(kinds, value)
    if origin in (Union, UnionType):
        return _first(kinds, value)
    if origin is Literal and value in kinds:
        return value
    raise ValueError(origin)


def _fact(kind: Any, value: dict[str, Any]) -> Any:
    """A dataclass. Keys that it does not have are a newer minor version's."""
    known = {name: _typed(hint, value[name]) for name, hint in _hints(kind).items() if name in value}
    try:
        return kind(**known)
    except TypeError as missing:
        raise ValueError(kind) from missing


def _tuple(kinds: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    each = kinds[:1] * len(value) if kinds[1:] == (...,) else kinds
    return tuple(_typed(kind, one) for kind, one in zip(each, value, strict=True))


def _first(kinds: tuple[Any, ...], value: Any) -> Any:
    for kind in kinds:
        try:
            return _typed(kind, value)
        except ValueError:
            continue
    raise ValueError(kinds)
