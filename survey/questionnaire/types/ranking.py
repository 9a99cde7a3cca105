"""The few of several options that matter most; the order of the few is not asked."""

from survey.questionnaire.model import OpenQuestion
from survey.questionnaire.types.choice import Choice
from survey.questionnaire.types.question_type import N_, Question


class Ranking(Choice):
    """Up to `pick` of the question's options."""

    too_many = N_("These are too many; take some of them back.")

    def most(self, question: Question) -> int:
        return question.pick if isinstance(question, OpenQuestion) else 1
