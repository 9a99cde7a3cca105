"""The types of question: one pair of files each, and one line here.

Templates are partials named `questions/<type>.html`; the web finds them by
`jinja2.PrefixLoader({"questions": FileSystemLoader(types.FOLDER)})` and includes
`field.template` with `field` in scope.
"""

from collections.abc import Mapping
from pathlib import Path

from survey.questionnaire.types.choice import Choice
from survey.questionnaire.types.question_type import Kind, QuestionType
from survey.questionnaire.types.ranking import Ranking
from survey.questionnaire.types.rating import Rating
from survey.questionnaire.types.text import Text

FOLDER = Path(__file__).parent
"""Where the partials lie."""

TYPES: Mapping[str, QuestionType] = {
    "rating": Rating(),
    "text": Text(),
    "choice": Choice(),
    "ranking": Ranking(),
}


def of_kind(*kinds: Kind) -> set[str]:
    """Names of the types of these kinds: items have numbers, open questions words or options."""
    return {name for name, one in TYPES.items() if one.kind in kinds}
