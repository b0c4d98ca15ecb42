#!/usr/bin/env python3
"""Reads a CSV file as an analyst does without a thought: python3 read_csv.py FILE. Prints the seconds of the reading."""
import sys
import time
import pandas as pd

start = time.perf_counter()
rows = len(pd.read_csv(sys.argv[1]))
print(f"read {time.perf_counter() - start:.3f} rows {rows}")
