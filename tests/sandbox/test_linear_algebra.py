from __future__ import annotations

import numpy as np
import pytest

from grader.sandbox.linear_algebra import flags_are_kept, mend, raising


def without_flags(matrix):
    """As NumPy answers in WebAssembly."""
    try:
        return np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return np.full(np.shape(matrix), np.nan)


def test_where_flags_are_kept_nothing_is_changed():
    before = np.linalg.cholesky

    mend()

    assert flags_are_kept()
    assert np.linalg.cholesky is before


def test_a_matrix_that_is_not_positive_definite_is_told_by_an_exception():
    cholesky = raising(without_flags, "Matrix is not positive definite")

    assert np.array_equal(cholesky(np.eye(2)), np.eye(2))
    for matrix in (-np.eye(2), [[1.0, 2.0], [2.0, 1.0]]):
        with pytest.raises(np.linalg.LinAlgError, match="not positive definite"):
            cholesky(matrix)
    assert cholesky.__name__ == "without_flags"


def test_what_is_no_number_before_is_none_after():
    assert np.isnan(raising(np.negative, "Singular matrix")(np.full((2, 2), np.nan))).all()
