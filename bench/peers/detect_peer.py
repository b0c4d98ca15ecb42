"""The peer of detect_times.ts: pandas and scikit-learn on rows of the same shape.

    OPENBLAS_NUM_THREADS=1 python3 bench/peers/detect_peer.py
"""
import statistics
import time

import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest

TIMES = 7
MORE_TIMES = 21


def tell(name, work, times=TIMES):
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spans.append(1000 * (time.perf_counter() - start))
    print(f"{name}: {statistics.median(spans):.1f} ms")


random = np.random.default_rng(1)
series = pd.Series(random.random(1_000_000))


def rolling_z():
    past = series.shift(1).rolling(30, min_periods=3)
    return (series - past.mean()) / past.std()


rows = random.random((100_000, 3))


def forest():
    model = IsolationForest(n_estimators=100, max_samples=256, random_state=0).fit(rows)
    return -model.score_samples(rows)


tell("pandas, rolling z", rolling_z, MORE_TIMES)
tell("scikit-learn, isolation forest", forest, 3)
