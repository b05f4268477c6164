"""A formula as a person would write it: what adds nothing goes, one base has one exponent, and names come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from grader.diagnosis.searches.trees import Tree, number

_ZERO, _ONE, _TWO, _HALF = number(0), number(1), number(2), number(0.5)


def simpler(tree: Tree) -> Tree:
    """The same formula with nothing in it that can go."""
    parts = tuple(simpler(part) for part in tree.parts)
    tree = Tree(tree.op, parts, tree.name, tree.value)
    for rule in _RULES.get(tree.op, ()):
        again = rule(tree)
        if again is not None and again != tree:
            return simpler(again)
    return tree


# --- rules: each gives the formula otherwise, or None -------------------------------------------------------------


def _two_numbers(tree: Tree) -> Tree | None:
    a, b = tree.parts
    if not a.op == b.op == "number":
        return None
    match tree.op:
        case "+":
            return number(a.value + b.value)
        case "-":
            return number(a.value - b.value)
        case "*":
            return number(a.value * b.value)
    return None


def _nothing_added(tree: Tree) -> Tree | None:
    a, b = tree.parts
    if b == _ZERO:
        return a
    if a == _ZERO:
        return b if tree.op == "+" else Tree("neg", (b,))
    return None


def _the_same_twice(tree: Tree) -> Tree | None:
    a, b = tree.parts
    if a != b:
        return None
    return {"+": Tree("*", (_TWO, a)), "-": _ZERO, "*": Tree("**", (a, _TWO)), "/": _ONE}[tree.op]


def _sign_in_a_sum(tree: Tree) -> Tree | None:
    a, b = tree.parts
    if b.op == "neg":
        return Tree("-" if tree.op == "+" else "+", (a, b.parts[0]))
    if b.op == "number" and b.value < 0:
        return Tree("-" if tree.op == "+" else "+", (a, number(-b.value)))
    if a.op == "neg" and tree.op == "+":
        return Tree("-", (b, a.parts[0]))
    return None


def _common_factor(tree: Tree) -> Tree | None:
    """`lr - lr * alpha` as `lr * (1 - alpha)`."""
    a, b = tree.parts
    for first, other in _factors(a):
        for second, another in _factors(b):
            if first == second:
                return Tree("*", (first, Tree(tree.op, (other, another))))
    return None


def _factors(tree: Tree) -> list[tuple[Tree, Tree]]:
    """Each factor that is a name, with what is left without it."""
    if tree.op == "*":
        a, b = tree.parts
        return [pair for pair in ((a, b), (b, a)) if pair[0].op == "name"]
    return [(tree, _ONE)] if tree.op == "name" else []


def _number_last_in_a_sum(tree: Tree) -> Tree | None:
    a, b = tree.parts
    if a.op == "number" and b.op == "name":
        return Tree("+", (b, a))
    return None


def _number_gone_in_a_sum(tree: Tree) -> Tree | None:
    """`t + 1 - 1` and `t - 1 + 1` as `t`."""
    a, b = tree.parts
    if b.op != "number" or a.op not in {"+", "-"} or a.parts[1].op != "number":
        return None
    before = a.parts[1].value if a.op == "+" else -a.parts[1].value
    return Tree("+", (a.parts[0], number(before + (b.value if tree.op == "+" else -b.value))))


def _by_one(tree: Tree) -> Tree | None:
    a, b = tree.parts
    if b == _ONE:
        return a
    if tree.op == "*":
        return b if a == _ONE else _ZERO if _ZERO in (a, b) else None
    return _ZERO if a == _ZERO and tree.op == "/" else None


def _sign_in_a_product(tree: Tree) -> Tree | None:
    a, b = tree.parts
    if a.op == "neg":
        return Tree("neg", (Tree(tree.op, (a.parts[0], b)),))
    if a.op == "number" and a.value < 0 and tree.op in {"*", "/"}:
        return Tree("neg", (Tree(tree.op, (number(-a.value), b)),))
    if b.op == "neg" and tree.op in {"*", "/"}:
        return Tree("neg", (Tree(tree.op, (a, b.parts[0])),))
    return None


def _half(tree: Tree) -> Tree | None:
    a, b = tree.parts
    if tree.op == "*" and a == _HALF and b.op != "number":
        return Tree("/", (b, _TWO))
    if b == _HALF:
        return Tree("/", (a, _TWO)) if tree.op == "*" else Tree("*", (_TWO, a))
    return None


def _quotients(tree: Tree) -> Tree | None:
    a, b = tree.parts
    if tree.op == "*":
        return Tree("/", (Tree("*", (a, b.parts[0])), b.parts[1])) if b.op == "/" and a.op == "name" else None
    if b.op == "/":
        return Tree("/", (Tree("*", (a, b.parts[1])), b.parts[0]))
    if a.op == "/":
        return Tree("/", (a.parts[0], Tree("*", (a.parts[1], b))))
    return None


def _one_base(tree: Tree) -> Tree | None:
    """`factor * lr0 * factor ** t` as `lr0 * factor ** (t + 1)`."""
    a, b = tree.parts
    for first, without_first in _bases(a):
        for second, without_second in _bases(b):
            base, power = first
            if base != second[0] or base.op != "name":
                continue
            exponent = simpler(Tree("+" if tree.op == "*" else "-", (power, second[1])))
            if without_second != _ONE and tree.op == "/":
                continue
            merged = Tree("**", (base, exponent))
            rest = simpler(Tree("*", (without_first, without_second)))
            return Tree("*", (rest, merged))
    return None


def _bases(tree: Tree) -> list[tuple[tuple[Tree, Tree], Tree]]:
    """Each factor as base and exponent, with what is left of the product without it."""
    if tree.op == "*":
        a, b = tree.parts
        return [
            *((each, Tree("*", (rest, b))) for each, rest in _bases(a)),
            *((each, Tree("*", (a, rest))) for each, rest in _bases(b)),
        ]
    if tree.op == "/":
        a, b = tree.parts
        found = [(each, Tree("/", (rest, b))) for each, rest in _bases(a)]
        if b.op == "name":
            found.append(((b, number(-1)), a))
        return found
    if tree.op == "**":
        return [((tree.parts[0], tree.parts[1]), _ONE)]
    return [((tree, _ONE), _ONE)] if tree.op == "name" else []


def _names_first(tree: Tree) -> Tree | None:
    """`lr0 * factor ** t` and `2 * lr`, whichever way round they were found."""
    a, b = tree.parts
    if _place(b) < _place(a):
        return Tree("*", (b, a))
    return None


def _place(tree: Tree) -> int:
    return {"number": 0, "name": 1}.get(tree.op, 2)


def _power(tree: Tree) -> Tree | None:
    a, b = tree.parts
    if _ONE in {a, b}:
        return a
    if b == _ZERO:
        return _ONE
    if a.op == "**" and b.op in {"number", "name"} and a.parts[1].op in {"number", "name"}:
        return Tree("**", (a.parts[0], Tree("*", (a.parts[1], b))))
    return None


def _negative(tree: Tree) -> Tree | None:
    (a,) = tree.parts
    if a.op == "neg":
        return a.parts[0]
    if a.op == "number":
        return number(-a.value)
    return Tree("-", (a.parts[1], a.parts[0])) if a.op == "-" else None


def _exponential(tree: Tree) -> Tree | None:
    """`exp(a + log(b))` as `b * exp(a)`."""
    (a,) = tree.parts
    if a.op == "log":
        return a.parts[0]
    for this, other in (a.parts, a.parts[::-1]) if a.op == "+" else ():
        if this.op == "log":
            return Tree("*", (this.parts[0], Tree("exp", (other,))))
    return None


_RULES: dict[str, tuple[Callable[[Tree], Tree | None], ...]] = {
    "+": (
        _two_numbers,
        _nothing_added,
        _the_same_twice,
        _sign_in_a_sum,
        _number_gone_in_a_sum,
        _common_factor,
        _number_last_in_a_sum,
    ),
    "-": (_two_numbers, _nothing_added, _the_same_twice, _sign_in_a_sum, _number_gone_in_a_sum, _common_factor),
    "*": (_two_numbers, _by_one, _the_same_twice, _sign_in_a_product, _half, _quotients, _one_base, _names_first),
    "/": (_by_one, _the_same_twice, _sign_in_a_product, _half, _quotients, _one_base),
    "**": (_power,),
    "neg": (_negative,),
    "exp": (_exponential,),
}


# --- the order of what may stand in any ----------------------------------------------------------------------------


def in_order(tree: Tree, names: Sequence[str]) -> Tree:
    """Factors and summands in the order of the names, as the statement has them; what is taken away comes last."""
    parts = tuple(in_order(part, names) for part in tree.parts)
    tree = Tree(tree.op, parts, tree.name, tree.value)
    if tree.op == "*":
        factors = sorted(_factors_of(tree), key=lambda each: (_place(each), _first(each, names)))
        return reduce(lambda before, factor: Tree("*", (before, factor)), factors)
    if tree.op in {"+", "-"}:
        terms = sorted(_terms_of(tree), key=lambda each: (each[0] < 0, _first(each[1], names)))
        if any(each.op == "number" for _, each in terms) and tree.parts[0].op != "neg":
            return tree
        (sign, first), *others = terms
        begun = first if sign > 0 else Tree("neg", (first,))
        return reduce(lambda before, term: Tree("+" if term[0] > 0 else "-", (before, term[1])), others, begun)
    return tree


def _factors_of(tree: Tree) -> list[Tree]:
    return [each for part in tree.parts for each in _factors_of(part)] if tree.op == "*" else [tree]


def _terms_of(tree: Tree, sign: int = 1) -> list[tuple[int, Tree]]:
    if tree.op == "neg":
        return _terms_of(tree.parts[0], -sign)
    if tree.op in {"+", "-"}:
        a, b = tree.parts
        return [*_terms_of(a, sign), *_terms_of(b, sign if tree.op == "+" else -sign)]
    return [(sign, tree)]


def _first(tree: Tree, names: Sequence[str]) -> int:
    """The place of the first name that stands in it; that of a lone name counts alone."""
    return min((names.index(each) for each in tree.names if each in names), default=len(names))
