"""Sentences that follow from the numbers by rules. Pure: a Case in, Findings out.

Each Finding names its rule, what it is about and the printed numbers it rests on, so that a test
can ask the numbers again. Words stay tentative: what others see, never what somebody is.
"""
