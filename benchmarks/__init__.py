"""Measurements: medians of several runs, as ratios beside a named floor in the same run."""
