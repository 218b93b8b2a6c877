"""Numpy, and an array type whose power operator gives the same bits as that of Python's floats.

Only this module imports numpy. Modules that use numpy import it from here. They are imported
only by the functions that need them, since loading numpy takes as long as replaying 100,000
reviews.
"""

import os
from typing import Any

# The matrices are small: a second thread would double the CPU time and save no time. Numpy
# reads this variable on import. If the user has set the variable, its value is kept.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import numpy.typing as npt

from flashprep.core.fsrs import Arithmetic

__all__ = ["ARRAYS", "Floats", "np", "npt"]

ARRAYS = Arithmetic(np.array, np.maximum, np.minimum, np.rint)
"""The functions for arrays. `rint` rounds halves to the even number, as `round` does."""


class Floats(np.ndarray[Any, np.dtype[np.float64]]):
    """An array of floats. Its power operator gives the same bits as that of Python.

    Numpy's own power operator may use vector instructions of the processor, which round the
    last bit differently. `float_power` and Python call the same function of the C library."""

    def __pow__(self, exponent: Any, _modulus: Any = None) -> Any:  # noqa: ANN401
        """Raise each number to a power."""
        return np.float_power(self, exponent)

    def __rpow__(self, base: Any, _modulus: Any = None) -> Any:  # noqa: ANN401
        """Raise a number to each power."""
        return np.float_power(base, self)
