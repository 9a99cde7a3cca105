"""What each sentence claims, asked of the published numbers again: one checker for each rule.

Nothing here calls the code that writes sentences. A rule without a checker is an error.
"""

import re
from itertools import permutations
from math import sqrt

import pytest
from scipy.stats import t as student

from reports.published import tenth

HALF = 0.5 - 1e-9
SIDES = {"above": 1, "below": -1, "higher": 1, "lower": -1}


def average(scales):
    values = [scale.all.stands for scale in scales if scale.all]
    return sum(values) / len(values)


def off(scale, middle):
    """(side, certainty) of a scale beside an average; None within the noise."""
    at = scale.interval
    for sure, low, high in (("clear", at.low, at.high), ("likely", at.low80, at.high80)):
        if low > middle or high < middle:
            return ("above" if low > middle else "below"), sure
    return None


def places(scales):
    """By scale id, of those whose interval is known."""
    middle = average(scales)
    return {s.id: off(s, middle) for s in scales if s.interval}


def exactly(about, wanted):
    assert set(about) == set(wanted), (about, wanted)
    assert len(about) == len(set(about))


def standing(made, finding):
    """All of the surest of a side, and no other."""
    side, sure = finding.rule.split(".")[-2:]
    is_column = finding.rule.startswith("column")
    there = places(made.now.responsibilities if is_column else made.now.skills)
    exactly(finding.about, [i for i, place in there.items() if place == (side, sure)])
    assert finding.about
    if sure == "likely":
        assert (side, "clear") not in there.values()
    assert finding.values == tuple(made.now.scales[i].all.drawn for i in finding.about)
    before_all_others(made, finding, SIDES[side])


def before_all_others(made, finding, sign):
    """What says "most", or sets these beside the others one by one, has none further out."""
    if not re.search(r" most in | than your other skills| than elsewhere", finding.text):
        return
    kind = made.now.responsibilities if finding.rule.startswith("column") else made.now.skills
    rest = [sign * s.all.drawn for s in kind if s.all and s.id not in finding.about]
    assert not rest or max(rest) < min(sign * value for value in finding.values), finding


def position(made, finding):
    _, side, sure = finding.rule.split(".")
    (scale,) = finding.about
    assert places(made.now.skills)[scale] == (side, sure)
    assert finding.values == (made.now.scales[scale].all.drawn,)


def level(made, finding):
    """None above; with "level" none below either."""
    skills = [s for s in made.now.skills if s.all]
    drawn = [s.all.drawn for s in skills]
    assert finding.values == (min(drawn), max(drawn))
    exactly(finding.about, [s.id for s in skills])
    sides = {place[0] for place in places(made.now.skills).values() if place}
    assert sides == ({"below"} if finding.rule == "above.none" else set())


def level_columns(made, finding):
    there = [s for s in made.now.responsibilities if s.all]
    exactly(finding.about, [s.id for s in there])
    assert finding.values == tuple(s.all.drawn for s in there)
    if "between" in finding.text or "equally" in finding.text or "about alike" in finding.text:
        assert ("between" in finding.text) == (min(finding.values) < max(finding.values))
    assert not there or not any(places(made.now.responsibilities).values())


def view_of(scale):
    """Who rates higher, and how surely, from the two means and the interval."""
    difference = scale.own.stands - scale.all.stands
    if abs(difference) < HALF:
        return "similar", "clear"
    at = scale.interval
    sure = next(
        (word for word, p in (("clear", 0.95), ("likely", 0.90))
         if abs(difference) > student.ppf(p, at.df) * at.se + 1e-9),
        "cannot_tell",
    )  # fmt: skip
    return ("self_higher" if difference > 0 else "self_lower"), sure


def gap(made, finding):
    view, sure = finding.rule.split(".")[-2:]
    compared = [s for s in made.now.skills if s.own and s.all]
    alike = [s.id for s in compared if view_of(s) == (view, sure)]
    if finding.rule.startswith("skill."):
        assert finding.about[0] in alike
    else:
        exactly(finding.about, alike)
    for name, value in zip(finding.about, finding.values, strict=True):
        scale = made.now.scales[name]
        assert value == pytest.approx(tenth(scale.own.drawn - scale.all.drawn))


def no_wide_gap(made, finding):
    compared = [s for s in made.now.skills if s.own and s.all]
    exactly(finding.about, [s.id for s in compared])
    seen = {view_of(s) for s in compared}
    assert not any(sure in ("clear", "likely") and view != "similar" for view, sure in seen)
    open_ = any(sure == "cannot_tell" for _, sure in seen)
    wanted = "gap.cannot_tell" if open_ else "gap.similar" if compared else "gap.none"
    assert finding.rule == wanted
    for scale, value in zip(compared, finding.values, strict=True):
        assert value == pytest.approx(tenth(scale.own.drawn - scale.all.drawn))


def views(made, finding):
    compared = [s for s in made.now.skills if s.own and s.all]
    view = finding.rule.split(".")[1]
    exactly(finding.about, [s.id for s in compared if view_of(s)[0] == view])
    if view == "similar":
        assert finding.values == (len(finding.about), len(compared))
    else:
        assert finding.about


def differing_groups(made, name):
    """{(high, low): difference} of anonymous groups likely half a point or more apart."""
    scale = made.now.scales[name]
    found = {}
    for high, low in permutations(scale.intervals, 2):
        difference = scale.cells[high].stands - scale.cells[low].stands
        at, other = scale.intervals[high], scale.intervals[low]
        noise = student.ppf(0.90, at.df) * sqrt(at.se**2 + other.se**2)
        if difference >= 0.5 and difference > noise + 1e-9:
            found[high, low] = difference
    return found


def groups(made, finding):
    scale, high, low = finding.about
    cells = made.now.scales[scale].cells
    there = differing_groups(made, scale)
    assert there[high, low] == max(there.values())
    assert finding.values == (cells[high].drawn, cells[low].drawn)
    if finding.rule == "groups.widest":
        every = [d for s in made.now.skills for d in differing_groups(made, s.id).values()]
        assert there[high, low] == max(every)


def no_groups_apart(made, finding):
    exactly(finding.about, [s.id for s in made.now.skills if len(s.intervals) > 1])
    assert not any(differing_groups(made, scale) for scale in finding.about)


def reach(made, finding):
    values = {s.id: s.all.drawn for s in made.now.skills if s.all}
    low, high = min(values.values()), max(values.values())
    assert finding.values == (low, high)
    assert high - low >= HALF
    exactly(finding.about, [i for i, value in values.items() if value in (low, high)])


def near(made, finding):
    values = [s.all.drawn for s in made.now.skills if s.all]
    low, high = min(values), max(values)
    assert high - low < HALF
    assert finding.values == pytest.approx((tenth(high - low) or low,))
    exactly(finding.about, [s.id for s in made.now.skills if s.all])


def items_of_a_skill(made, finding):
    top, bottom = (made.now.items[item] for item in finding.about)
    assert top.skill == bottom.skill
    values = [i.all.stands for i in made.now.items.values() if i.all and i.skill == top.skill]
    assert (top.all.stands, bottom.all.stands) == (max(values), min(values))
    assert finding.values == (top.all.drawn, bottom.all.drawn)
    assert top.all.stands - bottom.all.stands >= 1


def apart(made, finding):
    (scale,) = finding.about
    assert made.now.scales[scale].agreement == "apart"


def skill_level(made, finding):
    """Nothing to tell it from the others, nor anything else to say of it."""
    (scale,) = finding.about
    there = made.now.scales[scale]
    assert places(made.now.skills).get(scale) is None
    assert finding.values == (there.all.drawn,)
    assert there.agreement != "apart"
    assert not differing_groups(made, scale)
    assert there.interval or abs(there.all.stands - average(made.now.skills)) < 0.5


def too_few(made, finding):
    assert made.now.scales[finding.about[0]].all is None


def items_range(made, finding):
    values = [i.all for i in made.now.items.values() if i.all]
    stands = [v.stands for v in values]
    assert (max(stands) - min(stands) < HALF) == (finding.rule == "items.alike")
    drawn = [v.drawn for v in values]
    assert finding.values == (max(drawn), min(drawn))


def answered(made, finding):
    total = sum(group.answered for group in made.now.groups)
    invited = sum(made.invited.get(group.id, 0) for group in made.now.groups)
    wanted = (total, invited) if finding.rule == "answered.of" else (total,)
    assert finding.values == wanted
    assert finding.rule == "answered" or invited >= total


def enough(made, finding):
    assert finding.values == (made.now.n,)
    has_bands = any(scale.band for scale in made.now.scales.values())
    told = "bands" if has_bands else "no_bands" if made.now.n >= 8 else "few"
    assert finding.rule == f"enough.{told}"


def own(made, finding):
    marks = {s.id: tenth(s.own.stands) for s in made.now.skills if s.own}
    if finding.rule == "own.none":
        assert not marks
        return
    low, high = min(marks.values()), max(marks.values())
    wanted = {"own.level": (low, high), "own.highest": (high,), "own.lowest": (low,)}
    assert finding.values == wanted[finding.rule]
    assert (high - low < HALF) == (finding.rule == "own.level")
    exactly(finding.about, [i for i, mark in marks.items() if mark in finding.values
            or finding.rule == "own.level"])  # fmt: skip


def changed(made, finding):
    _, direction, sure = finding.rule.split(".")
    skills = [m for i, m in made.change.scales.items() if i.startswith("skill:")]
    alike = [m.id for m in skills if (m.direction, m.certainty) == (direction, sure)]
    exactly(finding.about, alike)
    if sure == "likely":
        assert not any((m.direction, m.certainty) == (direction, "clear") for m in skills)
    for name, value in zip(finding.about, finding.values, strict=True):
        moved = made.change.scales[name]
        assert value == pytest.approx(tenth(moved.now.drawn - moved.before.drawn))
        assert value * SIDES[direction] > 0


def nothing_changed(made, finding):
    skills = [m for i, m in made.change.scales.items() if i.startswith("skill:")]
    exactly(finding.about, [m.id for m in skills])
    assert all(m.direction == "same" for m in skills)


def raters_again(made, finding):
    now, first = made.change.same_cells, made.change.first_same_cells
    told = "same_groups" if now and first else "other_groups_first" if now else "other_groups"
    assert finding.rule == f"change.{told}"


def no_self(made, _finding):
    assert not any(scale.own for scale in made.now.scales.values())


def nothing_before_the_rest(made, _finding):
    for kind in (made.now.skills, made.now.responsibilities):
        assert not any(place and place[0] == "below" for place in places(kind).values())


def printed_at(made, scale):
    """As a list of equals takes it: all others' average, in a self report the own one."""
    found = made.now.scales[scale]
    return (found.own if made.now.kind == "self" else found.all).drawn


def unlike(made, finding):
    """Some statement has a number of one side only; both sides of how many."""
    (scale,) = finding.about
    kind, _, plain = scale.partition(":")
    items = [i for i in made.now.items.values()
             if plain == (i.skill if kind == "skill" else i.responsibility)]  # fmt: skip
    assert any(bool(i.own) != bool(i.all) for i in items)
    assert made.now.scales[scale].own
    assert made.now.scales[scale].all
    assert finding.values == (sum(bool(i.own and i.all) for i in items), len(items))


def alike_for_ideas(made, finding):
    """More than two share the place that two would take, and no other skill shares it."""
    about, now = finding.about, made.now
    assert len(about) > 2
    kinds = {now.scales[scale].is_skill for scale in about}
    assert len(kinds) == 1
    same = (now.skills if kinds == {True} else now.responsibilities) if now.n else now.skills
    below = {i: place for kind in (now.skills, now.responsibilities)
             for i, place in (places(kind).items() if now.n else ())
             if place and place[0] == "below"}  # fmt: skip
    wide = {s.id: view_of(s)[1] for s in now.skills if now.n and s.own and s.all
            and view_of(s)[0] == "self_higher" and view_of(s)[1] != "cannot_tell"}  # fmt: skip
    value = printed_at(made, about[0])
    if below or wide:
        one = below.get(about[0]) or wide[about[0]]
        assert all((below.get(scale) or wide[scale]) == one for scale in about)
    if not wide or about[0] in below:
        assert {printed_at(made, scale) for scale in about} == {value}
        there = [s.id for s in same if (s.all or s.own) and printed_at(made, s.id) == value]
        exactly(about, [s for s in there if not below or below.get(s) == below[about[0]]])
    else:
        gaps = {abs(now.scales[scale].gap.printed) for scale in about}
        assert len(gaps) == 1


def guessed(made, finding):
    """From the guess to the printed average."""
    off = {s.id: tenth(s.all.drawn - made.guess[s.plain_id]) for s in made.now.skills
           if s.all and s.plain_id in made.guess}  # fmt: skip
    far = {scale: by for scale, by in off.items() if abs(by) >= HALF}
    told = finding.rule.removeprefix("guess.")
    signs = {by > 0 for by in far.values()}
    assert signs == {"near": set(), "higher": {True}, "lower": {False}, "both": {True, False}}[told]
    if told == "near":
        exactly(finding.about, off)
        return
    furthest = max(map(abs, far.values()))
    exactly(finding.about, [s for s in far if told == "both" or abs(far[s]) == furthest])
    assert finding.values == tuple(far[scale] for scale in finding.about)


def fixed(_made, finding):
    """A sentence that stands in every report claims nothing of this one."""
    assert not finding.about
    assert not finding.values
    assert not re.search(r"\d", finding.text)


TRUTHS = [
    (r"(column\.)?(above|below)\.(clear|likely)", standing),
    (r"column\.level", level_columns),
    (r"level|above\.none", level),
    (r"gap\.(similar|cannot_tell|none)", no_wide_gap),
    (r"(skill\.)?gap\.\w+\.\w+", gap),
    (r"views\.(similar|self_higher|self_lower)", views),
    (r"skill\.groups|groups\.widest", groups),
    (r"groups\.none", no_groups_apart),
    (r"skill\.items", items_of_a_skill),
    (r"reach", reach),
    (r"near", near),
    (r"skill\.(above|below)\.(clear|likely)", position),
    (r"skill\.apart", apart),
    (r"skill\.level", skill_level),
    (r"skill\.too_few", too_few),
    (r"items\.(alike|range)", items_range),
    (r"answered(\.of)?", answered),
    (r"enough\.(bands|no_bands|few)", enough),
    (r"own\.(none|level|highest|lowest)", own),
    (r"change\.(higher|lower)\.(clear|likely)", changed),
    (r"change\.none", nothing_changed),
    (r"change\.(same_groups|other_groups|other_groups_first)", raters_again),
    (r"no_self", no_self),
    (r"ideas\.any", nothing_before_the_rest),
    (r"ideas\.equals", alike_for_ideas),
    (r"guess\.(near|higher|lower|both)", guessed),
    (r"compared\.unlike", unlike),
    (r"fixed", fixed),
]


def checker(rule):
    """Raises AssertionError for a rule that nobody can check."""
    truths = [truth for pattern, truth in TRUTHS if re.fullmatch(pattern, rule)]
    assert truths, f"a rule that no test knows: {rule}"
    return truths[0]


def check(made, finding):
    """The claim, and that the sentence prints no number but those it rests on."""
    checker(finding.rule)(made, finding)
    printed = {made.words.one(abs(value)) for value in finding.values}
    if finding.rule.startswith("skill.gap.similar"):
        printed.add(made.words.one(made.now.scales[finding.about[0]].all.drawn))
    for number in re.findall(r"\d+[.,]\d", finding.text):
        assert number in printed or number == made.words.one(made.now.unit / 2), finding
    for scale in finding.about if finding.rule in NAMING else ():
        assert made.short(scale).lower() in finding.text.lower() or "every skill" in finding.text


NAMING = {
    f"{head}.{sure}"
    for head in ("above", "below", "column.above", "column.below", "gap.self_higher",
                 "gap.self_lower", "change.higher", "change.lower")
    for sure in ("clear", "likely")
} | {"reach", "own.highest", "own.lowest"}  # fmt: skip
"""Rules whose sentence names everything that it is about."""
