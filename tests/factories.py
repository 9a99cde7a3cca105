"""Small things to test with. `questionnaire()` has the shipped instrument's ids, few words."""

import json
from collections.abc import Mapping, Sequence

from survey.questionnaire.model import Questionnaire

SKILLS = {
    "comm": "communication",
    "insp": "inspiration",
    "prob": "problem_solving",
    "impr": "improvement_risk",
    "rela": "relationships",
}
RESPONSIBILITIES = {
    "visi": "vision",
    "cult": "culture",
    "reso": "resources",
    "impr": "improvement",
    "peop": "people",
}
GROUPS = [
    {"id": "self", "kind": "self", "sign": "diamond"},
    {"id": "manager", "kind": "named", "sign": "above"},
    {"id": "peers", "kind": "anonymous", "sign": "level", "merge_order": 2},
    {"id": "reports", "kind": "anonymous", "sign": "below", "merge_order": 3},
    {"id": "others", "kind": "anonymous", "sign": "outside", "merge_order": 1},
]


def questionnaire(
    rename: Mapping[str, str] | None = None,
    scale_min: int = 1,
    points: int = 5,
    reverse: Sequence[str] = (),
    items_per_cell: int = 2,
    groups: Sequence[Mapping[str, object]] = GROUPS,
) -> Questionnaire:
    """Five skills by five responsibilities. `rename` maps an id to another one, of whatever kind;
    ids that end in _1 are core; `reverse` lists ids of reverse items (before renaming)."""

    def called(identifier: str) -> str:
        return (rename or {}).get(identifier, identifier)

    def item(skill: str, responsibility: str, number: int) -> dict[str, object]:
        identifier = f"{skill}_{responsibility}_{number}"
        return {
            "id": called(identifier),
            "responsibility": called(RESPONSIBILITIES[responsibility]),
            "core": number == 1,
            "reverse": identifier in reverse,
            "self": f"I do {identifier}",
            "other": f"Does {identifier}",
            "seed": "seed",
        }

    def skill(short: str, identifier: str) -> dict[str, object]:
        idea = {
            "responsibility": called("vision"),
            "when": "When it happens",
            "do": "do this",
            "know": "and you will know",
        }
        words = ("name", "short", "definition", "why", "when_it_goes_well")
        return dict.fromkeys(words, identifier) | {
            "id": called(identifier),
            "items": [
                item(short, responsibility, number)
                for responsibility in RESPONSIBILITIES
                for number in range(1, items_per_cell + 1)
            ],
            "comment": {"self": "In your words", "other": "In your words"},
            "ideas": [idea, idea],
            "questions": ["What?", "Why?"],
        }

    instrument = {
        "id": "leadership",
        "edition": "1",
        "title": "Leadership",
        "languages": ["en"],
        "intro": {"purpose": "Growth", "self": "You", "other": "Them"},
        "scale": {
            "min": scale_min,
            "labels": [f"Label {number}" for number in range(1, points + 1)],
            "not_observed": "Not observed",
            "question_self": "How often?",
            "question_other": "How often?",
        },
        "responsibilities": [
            {"id": called(each), "name": each, "short": each, "definition": each}
            for each in RESPONSIBILITIES.values()
        ],
        "groups": [
            {"name": group["id"], "rater": group["id"]}
            | dict(group)
            | {"id": called(str(group["id"]))}
            for group in groups
        ],
        "skills": [called(each) for each in SKILLS.values()],
        "forms": [
            {"id": "standard", "name": "Standard", "items": "core", "minutes": 5},
            {"id": "extended", "name": "Extended", "items": "all", "minutes": 9},
        ],
        "open_questions": [
            {"id": "keep", "self": "What do you keep?", "other": "What should they keep?"},
            {"id": "different", "self": "What else?", "other": "What else?"},
        ],
    }
    return Questionnaire.model_validate_json(
        json.dumps(
            {
                "instrument": instrument,
                "skills": [skill(*each) for each in SKILLS.items()],
                "version": "0" * 64,
            }
        )
    )
