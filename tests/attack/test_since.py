"""Two rounds side by side, compared over some of the statements: what left of each, and the change
between them, tells no more of either round's raters."""

from dataclasses import replace

import pytest

from reports.build import build
from reports.sections import change
from reports.since import Then, publish_change
from survey.questionnaire.compare import comparable
from tests.attack import campaign, product
from tests.attack.instrument import form
from tests.attack.programmes import draw, given

PROGRAMMES = 10
SAME = frozenset(form().items) - {"comm_visi_2", "insp_cult_1"}
OTHER = given(
    [("peers", 0, row) for row in ([4, 3, 2, 3, 4, 2], [2, 4, 3, 4, 3, 3], [3, 2, 4, 2, 2, 4])]
    + [("reports", 0, row) for row in ([3, 3, 4, 3, 2, 3], [4, 4, 3, 4, 5, 4], [5, 3, 3, 4, 4, 3])]
)


@pytest.fixture
def beside(monkeypatch):
    """Whatever leaves of a programme is compared with another round, as the later and as the
    earlier one of the two. Harder than it is: two statements of three are enough."""
    monkeypatch.setattr(comparable, "LEAST", 2)
    (other,) = product.cases(OTHER)
    parts = []

    def compared(case, then):
        found = publish_change(case.now, [Then(then.now, SAME)])
        parts.extend(m.is_part for m in found.scales.values()) if found else None
        return replace(case, before=then.now, change=found)

    def both(case):
        return build(compared(case, other)), change.section(compared(other, case))

    monkeypatch.setattr(product, "build", both)
    return parts


def test_nobody_outside_learns_more_from_two_rounds_compared(beside):
    programmes = [draw(seed, len(form().items)) for seed in range(PROGRAMMES)]
    found = campaign.outsiders(programmes)
    assert found.unanimous > 20
    assert (found.exchanges, found.determined) == ([], [])
    assert sum(beside) > 400
