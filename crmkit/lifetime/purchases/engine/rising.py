"""Rising factorials: what gamma functions of a whole number of steps come to, without their loss.

(a)_k = a (a + 1) ... (a + k - 1) = Gamma(a + k) / Gamma(a). Its log as a sum of logs keeps all
digits; the difference of two log-gammas loses them where a is large, that is, where customers hardly
differ.
"""

import numpy as np


def log_rising(start: float | np.ndarray, steps: int) -> np.ndarray:
    """ln (start)_k for k = 0 ... steps, along the last axis if there are several starts.

    >>> np.exp(log_rising(2.0, 3)).round(9).tolist()
    [1.0, 2.0, 6.0, 24.0]
    """
    terms = np.log(np.asarray(start, float)[..., None] + np.arange(steps))
    nothing = np.zeros((*terms.shape[:-1], 1))
    return np.concatenate([nothing, np.cumsum(terms, axis=-1)], axis=-1)
