"""Which term of a formula is wrong: what a student's numbers add to the expected ones, over many calls.

If the surplus is the same product of arguments in every call, that product is the term.  Six calls with arguments
of their own leave nothing to coincidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations, product

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.plain_numbers import is_plain, is_written
from grader.words import notation

Array = NDArray[np.float64]

FEWEST = 6  # calls
_EXACT = 1e-7  # of the largest value: single precision does not count as a term
_DEGREE = 3


class Surplus(msgspec.Struct, frozen=True):
    """A product of arguments, e.g. `2 · lr · gradient`, that is added to the expected numbers or taken from them."""

    term: str
    added: bool


@np.errstate(all="ignore")  # a hand-in's numbers may be as large as numbers get
def surplus(arguments: Mapping[str, Array], got: Array, want: Array) -> Surplus | None:
    """What is added to the expected numbers or taken from them; None where no single product is.

    All arrays have shape (calls,).
    """
    found = _product(_as_bytes(arguments), got - want, float(np.abs(want).max()))
    if found is None:
        return None
    factor, term = found
    told = _times(_as_bytes(arguments), abs(factor), term)
    return None if told is None else Surplus(told, added=factor > 0)


def formula(arguments: Mapping[str, Array], got: Array) -> str | None:
    """The numbers as one product or a sum of two, `−gradient · lr + momentum · velocity`; None if they are neither."""
    return _formula(_as_bytes(arguments), np.ascontiguousarray(got).tobytes())


Given = tuple[tuple[str, bytes], ...]  # arguments, that tell by their hash whether they are the same


@lru_cache(maxsize=256)  # each figure of a hand-in asks the same, and of what is expected everybody's do
@np.errstate(all="ignore")
def _formula(given: Given, values: bytes) -> str | None:
    got = np.frombuffer(values)
    one = _product(given, got, float(np.abs(got).max()))
    parts = (one,) if one is not None else _sum_of_two(given, got) or ()
    told = [_signed(given, *part, first=not place) for place, part in enumerate(parts)]
    return " ".join(filter(None, told)) if told and all(told) else None


def _as_bytes(arguments: Mapping[str, Array]) -> Given:
    return tuple((name, numbers.tobytes()) for name, numbers in arguments.items())


def _sum_of_two(given: Given, values: Array) -> tuple[tuple[float, str], tuple[float, str]] | None:
    """Factors and names of two products of at most two arguments whose sum the values are."""
    if len(values) < FEWEST or not np.isfinite(values).all() or not values.any():
        return None
    names, products = _pairs(given)
    if not len(products):
        return None
    one, other = products[:, 0], products[:, 1]
    aa, bb, ab = (np.sum(x * y, axis=1) for x, y in ((one, one), (other, other), (one, other)))
    av, bv = one @ values, other @ values
    determinant = aa * bb - ab * ab
    first, second = (bb * av - ab * bv) / determinant, (aa * bv - ab * av) / determinant
    off = np.abs(first[:, None] * one + second[:, None] * other - values).max(axis=1)
    fits = np.flatnonzero(off <= _EXACT * float(np.abs(values).max()))
    if not fits.size:
        return None
    found = int(fits[0])
    pair = (float(first[found]), names[found][0]), (float(second[found]), names[found][1])
    return pair if pair[0][0] > 0 or pair[1][0] < 0 else (pair[1], pair[0])


@lru_cache(maxsize=64)
def _pairs(given: Given) -> tuple[tuple[tuple[str, str], ...], Array]:
    """Every two products of at most two arguments: names, and values of shape (pairs, 2, calls)."""
    names, products = _candidates(given)
    simple = [index for index, name in enumerate(names) if name.count("·") + name.count("²") < 2 and "(" not in name]
    chosen = list(combinations(simple, 2))
    calls = products.shape[1]
    values = np.array([products[list(pair)] for pair in chosen]).reshape(-1, 2, calls)
    return tuple((names[one], names[other]) for one, other in chosen), values


def _signed(given: Given, factor: float, term: str, *, first: bool) -> str | None:
    sign = ("" if first else "+ ") if factor > 0 else ("\u2212" if first else "\u2212 ")
    told = _times(given, abs(factor), term)
    return None if told is None else f"{sign}{told}"


def _product(given: Given, values: Array, size: float) -> tuple[float, str] | None:
    """Factor and name of the simplest product proportional to the values."""
    if len(values) < FEWEST or not np.isfinite(values).all() or float(np.abs(values).max()) <= _EXACT * size:
        return None
    names, products = _candidates(given)
    factors = products @ values / np.sum(products**2, axis=1)
    off = np.abs(values - factors[:, None] * products).max(axis=1)
    fits = np.flatnonzero(off <= _EXACT * float(np.abs(values).max()))
    return (float(factors[fits[0]]), names[int(fits[0])]) if fits.size else None


@lru_cache(maxsize=64)
def _candidates(given: Given) -> tuple[tuple[str, ...], Array]:
    """Products of powers of the arguments, simplest first, then each with a factor 1 - argument.

    Names, and values of shape (products, calls).  The same for a whole class, so computed once.
    """
    arguments = {name: np.frombuffer(numbers) for name, numbers in given}
    varied = [name for name, values in arguments.items() if float(np.ptp(values)) > 0]
    powers = sorted(
        (exponents for exponents in product(range(3), repeat=len(varied)) if 0 < sum(exponents) <= _DEGREE), key=sum
    )
    plain = [(_named(varied, exponents), _evaluated(arguments, varied, exponents)) for exponents in powers]
    found = [*plain]
    for name in varied:
        found += [(f"(1 \u2212 {name}) · {term}", (1 - arguments[name]) * values) for term, values in plain]
    calls = len(next(iter(arguments.values())))
    return tuple(name for name, _ in found), np.array([values for _, values in found]).reshape(-1, calls)


def _named(names: list[str], exponents: tuple[int, ...]) -> str:
    parts = [name if power == 1 else f"{name}²" for name, power in zip(names, exponents, strict=True) if power]
    return " · ".join(parts)


def _evaluated(arguments: Mapping[str, Array], names: list[str], exponents: tuple[int, ...]) -> Array:
    values = np.ones(len(next(iter(arguments.values()))))
    for name, power in zip(names, exponents, strict=True):
        values = values * arguments[name] ** power
    return values


def _times(given: Given, factor: float, term: str) -> str | None:
    """A product with its factor: by the arguments that are the same in all calls, where these come to it.

    None where the factor is a number that stands nowhere, or may be one product of them or another.
    """
    rounded = round(factor, 6)
    if rounded == 1:
        return term
    if not rounded.is_integer() and (named := _same_in_all(given, factor)):
        return f"{named[0]} · {term}" if len(named) == 1 else None
    same = any(np.ptp(np.frombuffer(numbers)) == 0 for _, numbers in given)
    return f"{notation.number(rounded, 5)} · {term}" if (is_plain if same else is_written)(rounded) else None


@lru_cache(maxsize=256)
def _same_in_all(given: Given, factor: float) -> tuple[str, ...]:
    """The shortest products that come to a factor, of arguments that are the same in all calls."""
    arguments = {name: np.frombuffer(numbers)[:1] for name, numbers in given if np.ptp(np.frombuffer(numbers)) == 0}
    names = [name for name, values in arguments.items() if values[0] != 1]
    powers = [exponents for exponents in product(range(3), repeat=len(names)) if 0 < sum(exponents) <= _DEGREE]
    products = [(sum(exponents), exponents, float(_evaluated(arguments, names, exponents)[0])) for exponents in powers]
    fits = [(degree, exponents) for degree, exponents, value in products if abs(value - factor) <= _EXACT * factor]
    shortest = min((degree for degree, _ in fits), default=0)
    return tuple(_named(names, exponents) for degree, exponents in fits if degree == shortest)
