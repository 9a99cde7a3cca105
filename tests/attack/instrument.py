"""A small instrument to attack: two skills by two responsibilities, six statements, five points.

Small on purpose: the fewer statements a scale has, the more its number tells about each of them.
"""

from functools import cache

from reports.scoring.form import ScoringForm
from survey.questionnaire.model import Questionnaire
from tests import factories

KEPT = {
    "communication": ("comm_visi_1", "comm_visi_2", "comm_cult_1"),
    "inspiration": ("insp_visi_1", "insp_cult_1", "insp_cult_2"),
}
FORM = "extended"


@cache
def questionnaire():
    """The shipped groups and scale, three statements a skill; each scale has three."""
    plain = factories.questionnaire(reverse=("comm_cult_1",)).model_dump(mode="json")
    about = plain["instrument"]
    about["skills"] = list(KEPT)
    about["responsibilities"] = about["responsibilities"][:2]
    plain["skills"] = [skill for skill in plain["skills"] if skill["id"] in KEPT]
    for skill in plain["skills"]:
        skill["items"] = [item for item in skill["items"] if item["id"] in KEPT[skill["id"]]]
    return Questionnaire.model_validate(plain)


@cache
def form(k=3):
    return ScoringForm.of(questionnaire(), FORM, k)
