"""A report of invented data that uses every figure and every part of the page once."""

from itertools import pairwise

from reports.model import Figure, Finding, Legend, Report, Section

SCALE = {
    "min": 1,
    "max": 5,
    "labels": [
        "Almost never",
        "Now and then",
        "About half the time",
        "Most of the time",
        "Almost always",
    ],
}
LEGEND = (
    Legend("self", "You", "diamond"),
    Legend("all_others", "All others", "disc"),
    Legend("manager", "Line manager", "above"),
    Legend("peers", "Peers", "level"),
    Legend("reports", "Direct reports", "below"),
)
NAMES = (
    "Communicating vision and goals",
    "Inspiring and motivating people",
    "Solving problems and deciding",
    "Improving and taking risks to innovate",
    "Building and keeping relationships",
)
# What the five numbers and words of a skill are: You, All others, its range, the groups, agreement
VALUES = (
    (4.4, 3.4, (3.2, 3.6), (3.4, 3.7, 3.0), "Views differ somewhat"),
    (3.8, 3.8, (3.6, 4.0), (4.0, 3.9, 3.4), "Views differ somewhat"),
    (4.2, 4.1, (4.0, 4.3), (3.8, 4.3, 3.8), "Views differ somewhat"),
    (4.0, 3.1, (2.9, 3.3), (3.8, 3.2, 2.9), "Views are close together"),
    (3.4, 4.3, (4.2, 4.5), (4.3, 4.3, 4.3), "Views are close together"),
)
ITEMS = (
    (
        "Explains where we are heading in words that people can repeat",
        "Setting the vision",
        5.0,
        3.6,
        (4.0, 4.0, 3.4),
        (0, 0, 6, 6, 0),
    ),
    (
        "Makes clear what good quality looks like in our daily work",
        "Creating a culture of quality",
        4.0,
        4.0,
        (4.0, 4.2, 3.8),
        (0, 0, 3, 8, 3),
    ),
    (
        "Says openly what time, money and people are available, and why",
        "Providing resources",
        4.0,
        3.1,
        (3.0, 3.7, 2.5),
        (0, 4, 6, 5, 0),
    ),
    (
        "Shares what we learn from mistakes and audits, without blame",
        "Encouraging continuous improvement",
        4.0,
        3.5,
        (4.0, 3.4, 3.0),
        (0, 0, 7, 6, 3),
    ),
    (
        "Listens fully before giving an answer",
        "Developing and supporting employees",
        5.0,
        2.7,
        (2.0, 2.8, 2.3),
        (0, 7, 6, 3, 0),
    ),
)
LONG = (
    "Say the direction more often, and in fewer words. I believe you have it clear; I am not "
    "sure that the newer team leads could repeat it."
)


def signed(value: float) -> str:
    text = f"{abs(value):.1f}"
    return text if text == "0.0" else f"{'+' if value > 0 else '−'}{text}"


def groups(values):
    return [
        {"id": sign, "sign": sign, "value": value}
        for sign, value in zip(("above", "level", "below"), values, strict=True)
    ]


def rows():
    return [
        {
            "number": index,
            "name": name,
            "self": mine,
            "all": others,
            "band": list(band),
            "groups": groups(three),
            "numbers": [f"{mine:.1f}", f"{others:.1f}", signed(round(mine - others, 1))],
        }
        for index, (name, (mine, others, band, three, _)) in enumerate(
            zip(NAMES, VALUES, strict=True), 1
        )
    ]


def profile():
    columns = ["You", "All others", "Gap"]
    return Figure(
        "profile",
        "profile",
        "Averages of five skills: You 4.4, All others 3.4 …",
        {"scale": SCALE, "rows": rows(), "columns": columns},
    )


def change():
    before = (3.2, 3.6, 4.1, 3.1, 4.2)
    moved = [
        {
            **row,
            "before": old,
            "now": row["all"],
            "numbers": [f"{old:.1f}", f"{row['all']:.1f}", signed(round(row["all"] - old, 1))],
        }
        for row, old in zip(rows(), before, strict=True)
    ]
    return Figure(
        "change",
        "change",
        "Averages last time and now, in the table below",
        {"scale": SCALE, "rows": moved, "columns": ["2025", "2026", "Move"]},
    )


def matrix():
    values = [
        (3.6, 4.0, 3.1, 3.5, 2.7),
        (3.6, 4.3, 4.4, 3.0, 3.5),
        (3.9, 4.6, 3.9, 4.6, 3.7),
        (3.3, 3.8, 2.4, 3.3, 2.6),
        (3.8, 4.6, 4.3, 4.7, None),
    ]
    marks = {(0, 0): "up", (0, 4): "up", (3, 2): "up", (3, 4): "up", (4, 2): "down"}
    return Figure(
        "matrix",
        "matrix",
        "Averages of 25 questions; rows and columns in the text",
        {
            "scale": SCALE,
            "columns": [
                "Setting the vision",
                "Creating a culture of quality",
                "Providing resources",
                "Encouraging continuous improvement",
                "Developing and supporting employees",
            ],
            "rows": [
                {
                    "number": row + 1,
                    "name": NAMES[row],
                    "total": f"{VALUES[row][1]:.1f}",
                    "cells": [
                        {
                            "value": value,
                            "weight": value is not None and abs(value - 3.7) > 0.8,
                            "shown": "–"
                            if value is None
                            else "4.7 or more"
                            if value == 4.7
                            else str(value),
                            "mark": marks.get((row, column)),
                        }
                        for column, value in enumerate(line)
                    ],
                }
                for row, line in enumerate(values)
            ],
            "totals": ["3.7", "4.3", "3.6", "3.8", "3.3"],
            "grand": "3.7",
            "total_label": "All five",
            "totals_label": "All five skills",
        },
    )


def views():
    items = [{"all": round(2.4 + at % 9 * 0.28, 1), "self": 3 + at % 3} for at in range(25)]
    return Figure(
        "views",
        "views",
        "Five skills by both views; the gaps are in the list",
        {
            "scale": SCALE,
            "skills": [
                {"number": row["number"], "all": row["all"], "self": row["self"]} for row in rows()
            ],
            "items": items,
            "x_label": "How all others rate you",
            "y_label": "How you rate yourself",
            "above_label": "You rate higher",
            "below_label": "Others rate higher",
            "band_label": "similar view",
        },
    )


def line_example():
    return Figure(
        "line",
        "line_example",
        "An example of a line, with its parts named",
        {
            "scale": SCALE,
            "self": 4.4,
            "all": 3.4,
            "band": [3.1, 3.7],
            "groups": groups((3.8, 3.5, 3.1)),
            "words": {
                "all": "All others: 3.4",
                "self": "You: 4.4",
                "gap": "Gap: +1.0",
                "band": "Soft band: where the average could well have landed with other raters",
                "groups": "Small signs: the groups",
            },
        },
    )


def strips():
    return tuple(
        Figure(
            f"glance-{row['number']}",
            "strip",
            "",
            {"scale": SCALE, "self": row["self"], "all": row["all"]},
        )
        for row in rows()
    )


def item_figures(skill):
    found = []
    for index, (_, _, mine, others, three, counts) in enumerate(ITEMS, 1):
        found.append(
            Figure(
                f"strip-{skill}-{index}",
                "strip",
                "",
                {"scale": SCALE, "self": mine, "all": others, "groups": groups(three)},
            )
        )
        found.append(Figure(f"dist-{skill}-{index}", "distribution", "", {"counts": list(counts)}))
    return tuple(found)


def section(name, title, lead, content, figures=()):
    return Section(
        name, title, tuple(Finding("sample", text) for text in lead), content, tuple(figures)
    )


def fact(text, value):
    return {"text": text, "value": value}


def cover():
    return section(
        "sample_cover",
        "Cover",
        (),
        {
            "in_contents": False,
            "subtitle": "How you and 16 people who work with you see your leadership for quality",
            "details": [
                "Head of Assembly, Halden Instruments",
                "Round of autumn 2026",
                "Coach: Jonas Weber",
            ],
            "notice": [
                "Confidential. Yours to keep, and to share as you choose.",
                "Sample with invented data.",
            ],
        },
    )


def reading():
    signs = [
        {"sign": one.sign, "name": one.name, "note": "as everywhere in this report"}
        for one in LEGEND
    ]
    return section(
        "sample_reading",
        "How to read this report",
        (
            "Read it twice: once for what you are glad of, once for what you would like to change.",
            "Then choose one or two things.",
        ),
        {
            "signs": signs,
            "scale": "People said how often they see each of 25 behaviours, from almost never to "
            "almost always. They could also say “not observed”; such answers are left out.",
            "nots": "These are views, not verdicts, and not a grade. A gap says that people see "
            "different things. It does not say who is right.",
        },
        [line_example()],
    )


def responded():
    counts = [
        ("diamond", "You", 1, 1),
        ("above", "Line manager", 1, 1),
        ("level", "Peers", 6, 5),
        ("below", "Direct reports", 7, 6),
        ("disc", "All others", 20, 16),
    ]
    table = [
        {
            "sign": sign,
            "name": name,
            "invited": invited,
            "answered": answered,
            "figure": f"share-{index}",
            "shown": "Yes",
        }
        for index, (sign, name, invited, answered) in enumerate(counts)
    ]
    return section(
        "sample_responded",
        "Who responded",
        ("16 of 20 people answered.",),
        {
            "rows": table,
            "privacy": [
                "A group appears only when at least three people in it answered.",
                "Comments are shown word for word, in random order, without names.",
            ],
            "readers": "You and your coach. Passing it on is your choice.",
        },
        [
            Figure(
                row["figure"], "share", "", {"invited": row["invited"], "answered": row["answered"]}
            )
            for row in table
        ],
    )


def glance():
    readings = (
        "You rate higher",
        "Similar view",
        "Similar view",
        "You rate higher",
        "Others rate higher",
    )
    return section(
        "sample_glance",
        "Your results at a glance",
        (
            "People trust you and your decisions.",
            "They would like to hear the direction more often.",
        ),
        {
            "rows": [
                {
                    "name": row["name"],
                    "self": f"{row['self']:.1f}",
                    "all": f"{row['all']:.1f}",
                    "figure": f"glance-{row['number']}",
                    "reading": reading_,
                }
                for row, reading_ in zip(rows(), readings, strict=True)
            ],
            "strengths": [
                fact("Building and keeping relationships", "4.3"),
                fact("Creating a culture of quality", "4.3"),
                fact("Solving problems and deciding", "4.1"),
            ],
            "focus": [
                fact("Improving and taking risks to innovate", "3.1"),
                fact("Developing and supporting employees", "3.3"),
            ],
            "differently": [
                fact(
                    "Listens fully before giving an answer. You see this more often than "
                    "others do.",
                    "+2.3",
                ),
                fact("Works well with other departments to get what the team needs.", "−1.3"),
            ],
            "quotation": "“Say the direction more often, and in fewer words. I believe you have it "
            "clear.”",
            "questions": [
                "Which of these surprises you, and which did you expect?",
                "When does improvement time get cut?",
                "Who could repeat your direction in one sentence today?",
            ],
        },
        strips(),
    )


def profile_page():
    table = [
        {
            "name": row["name"],
            "self": row["numbers"][0],
            "all": row["numbers"][1],
            "groups": [f"{mark['value']:.1f}" for mark in row["groups"]],
            "agree": values[4],
        }
        for row, values in zip(rows(), VALUES, strict=True)
    ]
    return section(
        "sample_profile",
        "Your five skills",
        (
            "Others see problem solving and relationships as your strongest skills.",
            "On communication and improvement you rate yourself clearly higher than they do.",
        ),
        {
            "groups": [one.name for one in LEGEND[2:]],
            "rows": table,
            "note": "The soft band shows where the average of all others could well have landed "
            "with a different set of raters. Customers are too few to show.",
        },
        [profile()],
    )


def matrix_page():
    return section(
        "sample_matrix",
        "Skills and responsibilities",
        ("Read down the columns. People see your leadership most in a culture of quality.",),
        {
            "use": "Each square is one question, so look for rows and columns before squares.",
            "stands": [
                "Culture of quality is 3.8 or higher in every skill.",
                "In relationships, all squares are 3.8 or higher.",
            ],
        },
        [matrix()],
    )


def views_page():
    blind = [
        {
            "text": text,
            "skill": "1  Communication",
            "self": "5",
            "all": str(others),
            "gap": signed(mine - others),
        }
        for text, _, mine, others, _, _ in ITEMS[:3]
    ]
    return section(
        "sample_views",
        "Where views match and differ",
        ("On three skills you and the people around you see much the same thing.",),
        {
            "gaps": [fact(f"{row['number']}  {row['name']}", row["numbers"][2]) for row in rows()],
            "blind": blind,
            "note": "Numbered dots are skills, small rings the 25 behaviours.",
        },
        [views()],
    )


def skill(number):
    table = [
        {
            "text": text,
            "responsibility": where,
            "self": f"{mine:.0f}",
            "all": f"{others:.1f}",
            "gap": signed(mine - others),
            "strip": f"strip-{number}-{index}",
            "distribution": f"dist-{number}-{index}",
            "counts": ", ".join(f"{count} chose {point}" for point, count in enumerate(counts, 1)),
        }
        for index, (text, where, mine, others, _, counts) in enumerate(ITEMS, 1)
    ]
    mine, others, band, three, agree = VALUES[number - 1]
    content = {
        "anchor": f"skill-{number}",
        "number": number,
        "line": "Making the direction, the goals and the standard for quality clear, and listening "
        "to what comes back.",
        "cells": [
            {"sign": "diamond", "name": "You", "value": f"{mine:.1f}"},
            {
                "sign": "disc",
                "name": "All others",
                "value": f"{others:.1f}",
                "note": f"likely range {band[0]} to {band[1]}",
            },
            {
                "name": "By group",
                "wide": True,
                "note": f"{agree}. Customers: too few to show.",
                "groups": [
                    {"sign": one.sign, "name": one.name, "value": f"{value:.1f}"}
                    for one, value in zip(LEGEND[2:], three, strict=True)
                ],
            },
        ],
        "rows": table,
        "meaning": "You rate yourself about one point higher than others do, most of all on "
        "listening. It may be that the message is clear to you and to your peers, and "
        "reaches the shop floor in pieces.",
        "talk": [
            "Where do people hear the direction from you, and how often?",
            "What would three direct reports say the goal is?",
        ],
    }
    return section("sample_skill", NAMES[number - 1], (), content, item_figures(number))


def words():
    texts = [LONG, "Fair, and keeps promises.", "<b>Bold</b> & $5 to $10 _x_", "Grüße aus Málaga"]
    asked = [
        {
            "title": title,
            "groups": [{"sign": one.sign, "name": one.name, "texts": texts} for one in LEGEND[2:]],
        }
        for title in ("What should Mara keep doing?", "What could Mara do differently?")
    ]
    return section(
        "sample_words",
        "In their words",
        ("Comments are printed as written.",),
        {"questions": asked, "note": "Customers were too few to show as a group."},
    )


def change_page():
    return section(
        "sample_change",
        "Since last time",
        ("Compared with October 2025, no skill has changed clearly.",),
        {
            "legend": [
                {"sign": "ring", "name": "All others, October 2025 (14 raters)"},
                {"sign": "disc", "name": "All others, October 2026 (16 raters)"},
            ],
            "reading": "A change counts as clear only when it is larger than the soft band.",
            "mind": "Last year’s report led to one habit: regular one-to-ones.",
        },
        [change()],
    )


def plan():
    return section(
        "sample_plan",
        "Your development plan",
        ("Write it here on paper, or type into the fields and save the file.",),
        {},
    )


def sample(*sections: Section) -> Report:
    """The whole report, or only the sections given."""
    whole = (
        cover(),
        reading(),
        responded(),
        glance(),
        profile_page(),
        matrix_page(),
        views_page(),
        *(skill(number) for number in range(1, 6)),
        words(),
        change_page(),
        plan(),
    )
    return Report(
        kind="360",
        language="en",
        product="Plumbline",
        title="Development report",
        subject="Mara Lindqvist",
        role="Head of Assembly",
        round_title="Autumn 2026",
        date="12 November 2026",
        instrument="leadership",
        version="1",
        legend=LEGEND,
        sections=sections or whole,
        meta={"footer": "Confidential. For Mara Lindqvist and her coach."},
    )


def falling(values):
    return all(first >= second for first, second in pairwise(values))
