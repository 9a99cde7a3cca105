"""The number of a book, as every bookshop and library knows it."""

import re

from pydantic_core import PydanticCustomError

from survey.questionnaire.problems import shown


def checked_isbn(isbn: str) -> str:
    """An ISBN-13 whose last digit fits the others; raises BAD_ISBN.

    Digits weigh 1 and 3 in turn, and their sum is a multiple of ten (ISO 2108).
    """
    weighed = (int(digit) * (1, 3)[place % 2] for place, digit in enumerate(isbn[:13]))
    if not re.fullmatch(r"97[89][0-9]{10}", isbn) or sum(weighed) % 10:
        raise PydanticCustomError("BAD_ISBN", "see problems.py", {"isbn": shown(isbn)})
    return isbn
