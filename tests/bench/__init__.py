"""Benchmarks that print ratios within one run. No test asserts a time."""
