"""What kept a message from arriving, told from what the server answered. Pure."""

import re
from typing import Literal

Why = Literal[
    "no_such_address", "full", "refused", "waiting", "no_server", "no_address", "unusable", "other"
]

_BY_ANSWER: tuple[tuple[str, Why], ...] = (
    (r"^cannot be sent: nobody's address", "no_address"),
    (r"^cannot be sent:", "unusable"),
    (r"\b[45]\.2\.2\b|\b(over ?quota|mailbox (is )?full)\b|^552\b", "full"),
    (r"^5\d\d\b.*\b5\.1\.\d+\b|^55[013]\b(?!.*\b5\.7\.)", "no_such_address"),
    (r"^5\d\d\b", "refused"),
    (r"^4\d\d\b", "waiting"),
    (r"refused\b|unreachable|timed out|not known|resolution|gaierror|connect", "no_server"),
)


def why(problem: str) -> Why:
    """The first that fits what survey.mailing.post or survey.jobs wrote down."""
    found = (kind for pattern, kind in _BY_ANSWER if re.search(pattern, problem, re.I))
    return next(found, "other")
