"""Benchmarks: each row measures the real parts beside the bare operation they are compared with.

`python -m tests.bench [NAME ...]` prints them. Nothing here is imported by the program, and no part of the
program knows that it is measured. Each row runs in a process of its own, so that no row warms up another.
"""
