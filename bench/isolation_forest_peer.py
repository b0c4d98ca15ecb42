"""The peer of isolation_forest_bench.ts: scikit-learn's forest on the same rows.

    OPENBLAS_NUM_THREADS=1 python3 bench/isolation_forest_peer.py
"""
import time

import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score

ROWS, ODD_ROWS = 100_000, 1_000


def uniform_numbers(count, seed=1):
    """mulberry32, as lib/stats/random.ts has it; every number depends on its place alone."""
    with np.errstate(over="ignore"):
        state = np.uint32(seed) + np.uint32(0x6D2B79F5) * np.arange(1, count + 1, dtype=np.uint32)
        mixed = (state ^ (state >> np.uint32(15))) * (state | np.uint32(1))
        mixed = (mixed + (mixed ^ (mixed >> np.uint32(7))) * (mixed | np.uint32(61))) ^ mixed
        return (mixed ^ (mixed >> np.uint32(14))) / 2.0**32


def make_rows():
    """Odd rows draw five numbers a feature, the others four."""
    odd = uniform_numbers(ROWS * 15)[: ODD_ROWS * 15].reshape(ODD_ROWS, 3, 5)
    rest = uniform_numbers(ROWS * 15)[ODD_ROWS * 15 :][: (ROWS - ODD_ROWS) * 12]
    ordinary = rest.reshape(ROWS - ODD_ROWS, 3, 4).sum(axis=2) - 2
    return np.vstack([6 * odd[:, :, 4] - 3, ordinary])


rows = make_rows()
labels = np.r_[np.ones(ODD_ROWS), np.zeros(ROWS - ODD_ROWS)]
for seed in range(3):
    start = time.perf_counter()
    forest = IsolationForest(n_estimators=100, max_samples=256, random_state=seed).fit(rows)
    scores = -forest.score_samples(rows)
    seconds = time.perf_counter() - start
    print(f"seed {seed} auc {roc_auc_score(labels, scores):.4f} seconds {seconds:.3f}")
