"""The delta rule over a chunk of C tokens, as a loop and as matrix products. Needs NumPy.

Rows of Q, K, V are tokens; the rows of K have length 1. Run it: python3 chunk.py
"""

import numpy as np


# region: loop
def loop(W, Q, K, V, beta):
    Y = []
    for q, k, v, b in zip(Q, K, V, beta):
        W = W + b * np.outer(v - W @ k, k)
        Y.append(W @ q)
    return W, np.array(Y)
# endregion


# region: chunk
def chunk(W, Q, K, V, beta):
    L = np.tril(beta[:, None] * (K @ K.T), -1)
    T = np.linalg.solve(np.eye(len(K)) + L, np.diag(beta))
    P, U = T @ K, T @ V                  # no W: all chunks at once
    E = U - P @ W.T                      # the errors of this chunk
    Y = Q @ W.T + np.tril(Q @ K.T) @ E
    return W + E.T @ K, Y
# endregion


def check():
    """Compare both on random numbers."""
    draw = np.random.default_rng(0)
    C, d = 64, 32
    Q, K, V = draw.normal(size=(3, C, d))
    K /= np.linalg.norm(K, axis=1, keepdims=True)
    beta = draw.random(C)
    W = draw.normal(size=(d, d))
    for name, one, other in zip(("state", "output"), loop(W, Q, K, V, beta), chunk(W, Q, K, V, beta)):
        print(f"{name:6} agrees: {np.allclose(one, other)}")


if __name__ == "__main__":
    check()
