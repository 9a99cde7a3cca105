"""Compares whole structures, to the last key, with a tolerance for numbers."""

import math


def differences(got, wanted, tolerance, path=""):
    """Everything in which `got` is not `wanted`: (path, got, wanted)."""
    if isinstance(wanted, dict):
        if not isinstance(got, dict) or set(got) != set(wanted):
            return [(path, got, wanted)]
        pairs = [(f"{path}/{key}", got[key], wanted[key]) for key in wanted]
    elif isinstance(wanted, list):
        if not isinstance(got, list) or len(got) != len(wanted):
            return [(path, got, wanted)]
        pairs = [(f"{path}[{i}]", *each) for i, each in enumerate(zip(got, wanted, strict=True))]
    elif _is_number(wanted):
        same = _is_number(got) and math.isclose(got, wanted, rel_tol=0, abs_tol=tolerance)
        return [] if same else [(path, got, wanted)]
    else:
        return [] if type(got) is type(wanted) and got == wanted else [(path, got, wanted)]
    return [found for where, a, b in pairs for found in differences(a, b, tolerance, where)]


def _is_number(thing):
    return isinstance(thing, int | float) and not isinstance(thing, bool)
