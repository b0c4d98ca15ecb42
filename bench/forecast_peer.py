"""The peer of forecast_bench.ts: statsmodels on the same series.

    OPENBLAS_NUM_THREADS=1 python3 bench/forecast_peer.py
"""
import json
import pathlib
import time
import warnings

import numpy as np
from statsmodels.tsa.statespace.sarimax import SARIMAX

warnings.filterwarnings("ignore")
fixture = pathlib.Path(__file__).parent.parent / "tests/fixtures/stats/sarimax.json"
days = np.array(json.loads(fixture.read_text())[0]["values"])


def fit(values):
    return SARIMAX(values, order=(1, 0, 1), seasonal_order=(0, 1, 1, 7)).fit(disp=0).forecast(28)


for _ in range(3):
    start = time.perf_counter()
    fit(days)
    once = time.perf_counter() - start
    start = time.perf_counter()
    for fold in range(6):
        fit(days[: len(days) - 28 * fold])
    print(f"one fit {once * 1000:.0f} ms, six fits {(time.perf_counter() - start) * 1000:.0f} ms")
