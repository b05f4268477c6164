"""The scenarios are answered under their letters.

loses: zigzag
hint: Which ids stand before the questions?
second hint: The ids are words: `zigzag`, `standstill`, `overfit`, `overflow`.
"""


def pathologies():
    return dict(zip("ABCD", SCENARIOS.values(), strict=False))
