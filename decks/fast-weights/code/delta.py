"""Two ways to write a pair into fast weights: add it, or correct the memory. Needs NumPy.

Run it: python3 delta.py
"""

import numpy as np


# region: additive
def additive(W, k, v):
    return W + np.outer(v, k)
# endregion


# region: delta
def delta(W, k, v, beta):
    old = W @ k
    error = v - old
    return W + beta * np.outer(error, k)
# endregion


def demo():
    """Write two values under the same unit key and read the key back."""
    k = np.array([1.0, 0.0, 0.0])
    first, second = np.array([2.0, 5.0]), np.array([7.0, 1.0])

    W = np.zeros((2, 3))
    for v in (first, second):
        W = additive(W, k, v)
    print("additive reads", W @ k)

    W = np.zeros((2, 3))
    for v in (first, second):
        W = delta(W, k, v, beta=1.0)
    print("delta    reads", W @ k)


if __name__ == "__main__":
    demo()
