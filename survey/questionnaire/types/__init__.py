"""The types of question: one pair of files each, and one line here.

Templates are partials named `questions/<type>.html`; the web finds them by
`jinja2.PrefixLoader({"questions": FileSystemLoader(types.FOLDER)})` and includes
`field.template` with `field` in scope.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from survey.questionnaire.types.question_type import QuestionType
from survey.questionnaire.types.rating import Rating
from survey.questionnaire.types.text import Text

FOLDER = Path(__file__).parent
"""Where the partials lie."""

TYPES: Mapping[str, QuestionType] = {
    "rating": Rating(),
    "text": Text(),
}


def of_kind(kind: Literal["numbers", "words"]) -> set[str]:
    """Names of the types that items ("numbers") or open questions ("words") may have."""
    return {name for name, one in TYPES.items() if one.kind == kind}
