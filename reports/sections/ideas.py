"""Ideas to try for two skills or responsibilities: when, do this, you will know it works.

The library holds more than a page: first come the ideas for what is seen least often, and books on
the same skills.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.case import Case
from reports.equals import first as first_of
from reports.findings.standing import drawn, focus, strengths, targets
from reports.model import Finding, Section
from reports.published import tenth
from reports.sections import space
from survey.questionnaire.model import Book, Idea

EACH, BOOKS = 4, 2
"""At most, for one skill or responsibility: a page holds twice as many."""
LETTER, SMALL = 1.5, 1.37
"""Width of a letter in the tables, and in a note, mm."""


def section(case: Case) -> Section | None:
    """Left out only where there is no number to choose by."""
    chosen = targets(case.now).shown
    if not chosen:
        return None
    _ = case.words._
    content: dict[str, Any] = {
        "books": [_book(case, book) for book in _books(case, chosen)],
        "strength": _use_strength(case),
        "loop": _close_the_loop(case),
    }
    for each in range(2 * EACH // len(chosen), 1, -1):
        content["blocks"] = _blocks(case, chosen, each)
        if _height(content) <= space.PAGE:
            break
    return Section("ideas", _("Ideas to try"), (_lead(case),), content)


def _lead(case: Case) -> Finding:
    _ = case.words._
    found = targets(case.now)
    if found.rest:
        text = _(
            "%(names)s are alike here, so the ideas for two of them are examples. Choose one or "
            "two, small enough to try this week, and tell someone.",
            names=_capital(case.within(found.rest)),
        )
        return Finding("ideas.equals", text, found.rest)
    if case.is_self or focus(case.now).shown:
        text = _("Choose one or two, small enough to try this week, and tell someone.")
        return Finding("fixed", text)
    text = _(
        "Nothing calls for attention before the rest, so take these as examples. Choose one or "
        "two, small enough to try this week, and tell someone."
    )
    return Finding("ideas.any", text)


def _height(content: Mapping[str, Any]) -> float:
    """Of the page, in mm, without lines for notes; widths are those of the template's columns."""
    rows = [row for block in content["blocks"] for row in block["rows"]]
    columns = (("when", 39.0), ("do", 66.0), ("know", 49.0))
    table = sum(
        max(space.lines(row[key], width, LETTER) for key, width in columns) * space.LINE + 3.2
        for row in rows
    )
    books = sum(
        space.lines(" ".join(book.values()), 160, LETTER) * space.LINE for book in content["books"]
    )
    pair = max(space.lines(content[key], 75, LETTER) for key in ("strength", "loop"))
    heads = 26.0 + 20.5 * len(content["blocks"]) + (15.0 if books else 0.0)
    noted = [block["note"] for block in content["blocks"] if block["note"]]
    heads += sum(space.lines(note, 160, SMALL) * space.LINE for note in noted)
    return heads + table + books + 15.0 + pair * space.LINE


def _blocks(case: Case, chosen: Sequence[str], each: int) -> list[dict[str, Any]]:
    """A block each; an idea that serves both stands once."""
    told: list[Idea] = []
    blocks = {}
    for scale in chosen:
        ideas = [idea for idea in _ideas(case, scale) if idea not in told][:each]
        told += ideas
        if ideas:
            blocks[scale] = ideas
    return [
        {**_block(case, scale, ideas), "note": _left_out(case, scale, ideas, told)}
        for scale, ideas in blocks.items()
    ]


def _block(case: Case, scale: str, ideas: Sequence[Idea]) -> dict[str, Any]:
    text = case.words.text
    rows = [{"when": text(i.when), "do": text(i.do), "know": text(i.know)} for i in ideas]
    return {"title": case.name(scale), "about": [scale], "rows": rows}


def _left_out(case: Case, scale: str, ideas: Sequence[Idea], told: Sequence[Idea]) -> str:
    """Which squares are printed with the same value as the last one that has an idea here, and
    have none."""
    seen, squares = _seen(case), _squares(case, scale)
    here = [at for at, library in squares.items() if any(i in ideas for i in library)]
    last = max((seen[at] for at in here if at in seen), default=None)
    names = [
        case.name(f"resp:{at[1]}" if case.scale(scale).is_skill else f"skill:{at[0]}")
        for at, library in squares.items()
        if seen.get(at) == last is not None and not any(idea in told for idea in library)
    ]
    if not names:
        return ""
    said = case.words.beside(*names)  # in full: a name of one word, "people", reads as a word
    return case.words._("At the same value, without an idea here: %(names)s.", names=said)


def first(case: Case, scale: str) -> dict[str, str] | None:
    """The idea that this section names first for a skill or responsibility: when, do, know."""
    block = next(iter(_blocks(case, [scale], 1)), None)
    return dict(block["rows"][0]) if block else None


def _ideas(case: Case, scale: str) -> list[Idea]:
    """All that the library holds for it, by the squares of the matrix, those seen least often
    first: two ideas for the first square, where it is the only one, one for each other, then the
    rest."""
    seen, squares = _seen(case), _squares(case, scale)
    order = sorted(squares, key=lambda at: seen.get(at, float("inf")))
    alone = first_of(order, seen.get, 1).shown
    first = [idea for at in order for idea in squares[at][: 2 if at in alone else 1]]
    return first + [idea for at in order for idea in squares[at] if idea not in first]


def _squares(case: Case, scale: str) -> dict[tuple[str, str], list[Idea]]:
    """The ideas of a skill or responsibility by (skill, responsibility)."""
    plain, is_skill = case.scale(scale).plain_id, case.scale(scale).is_skill
    squares: dict[tuple[str, str], list[Idea]] = {}
    for skill in case.skills:
        for idea in skill.ideas:
            if plain == (skill.id if is_skill else idea.responsibility):
                squares.setdefault((skill.id, idea.responsibility), []).append(idea)
    return squares


def _seen(case: Case) -> dict[tuple[str, str], float]:
    """How often each square (skill, responsibility) is seen, as printed, as far as it is shown."""
    values: dict[tuple[str, str], list[float]] = {}
    for item in case.now.items.values():
        if value := item.own if case.is_self else item.all:
            values.setdefault((item.skill, item.responsibility), []).append(value.stands)
    return {at: tenth(sum(every) / len(every)) for at, every in values.items()}


def _books(case: Case, chosen: Sequence[str]) -> list[Book]:
    """The first books on the skills that the ideas are for; where they are for responsibilities
    alone, on the skill that comes next to them."""
    skills = [scale for scale in chosen if case.scale(scale).is_skill] or _lowest(case)
    found = [
        book
        for scale in skills
        for book in case.questionnaire.skill(case.scale(scale).plain_id).reading[:BOOKS]
    ]
    return list({book.isbn: book for book in found}.values())


def _lowest(case: Case) -> list[str]:
    """The skill that others see least often, in a list; none where nothing is shown."""
    there = [scale for scale in case.now.skills if scale.all]
    lowest = sorted(there, key=lambda scale: scale.all.stands if scale.all else 0.0)
    return [scale.id for scale in lowest[:1]]


def _book(case: Case, book: Book) -> dict[str, str]:
    return {
        "title": book.title,
        "by": f"{book.author} ({book.publisher}, {book.year})",
        "isbn": book.isbn,
        "what_for": case.words.text(book.what_for),
    }


def _use_strength(case: Case) -> str:
    _ = case.words._
    found = [stand.scale for stand in strengths(case.now).shown]
    if not case.is_self and found:
        alike = [s for s in found if drawn(case.scale(s)) == drawn(case.scale(found[0]))]
        name = case.within(alike)
        return _(
            "Others see more of you in %(name)s than elsewhere. Ask yourself how that could help "
            "with what you want to change: the same habit, in another place.",
            name=name,
        )
    return _(
        "Choose something that comes easily to you, and use it on purpose for what you want to "
        "change."
    )


def _close_the_loop(case: Case) -> str:
    _ = case.words._
    if case.is_self:
        return _(
            "Tell one or two people what you will work on, and ask them once a month: “What did "
            "you notice?” People who follow up in this way are the ones who tend to change."
        )
    return _(
        "Thank the people who answered, tell them the one thing you will work on, and ask two of "
        "them once a month: “What did you notice?” People who follow up in this way are the ones "
        "whose ratings tend to rise."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
