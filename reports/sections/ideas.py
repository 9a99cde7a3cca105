"""Ideas to try for two skills or responsibilities: when, do this, you will know it works.

The library holds more than a page: first come the ideas for what is seen least often, and books on
the same skills.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.case import Case
from reports.findings.standing import focus, strengths, targets
from reports.model import Finding, Section
from reports.sections import space
from survey.questionnaire.model import Book, Idea

EACH, BOOKS = 4, 2
"""At most, for one skill or responsibility: a page holds twice as many."""
LETTER = 1.5
"""Width of a letter in the tables, mm."""


def section(case: Case) -> Section | None:
    """Left out only where there is no number to choose by."""
    chosen = targets(case.now)
    if not chosen:
        return None
    _ = case.words._
    content: dict[str, Any] = {
        "books": [_book(case, book) for book in _books(case, chosen)],
        "strength": _use_strength(case),
        "loop": _close_the_loop(case),
    }
    for each in range(EACH, 1, -1):
        content["blocks"] = _blocks(case, chosen, each)
        if _height(content) <= space.PAGE:
            break
    content["note_lines"] = space.note_lines(_height(content))
    return Section("ideas", _("Ideas to try"), (_lead(case),), content)


def _lead(case: Case) -> Finding:
    _ = case.words._
    if case.is_self or focus(case.now):
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
    return heads + table + books + 15.0 + pair * space.LINE


def _blocks(case: Case, chosen: Sequence[str], each: int) -> list[dict[str, Any]]:
    """A block each; an idea that serves both stands once."""
    told: list[Idea] = []
    blocks = []
    for scale in chosen:
        ideas = [idea for idea in _ideas(case, scale) if idea not in told][:each]
        told += ideas
        if ideas:
            blocks.append(_block(case, scale, ideas))
    return blocks


def _block(case: Case, scale: str, ideas: Sequence[Idea]) -> dict[str, Any]:
    text = case.words.text
    rows = [{"when": text(i.when), "do": text(i.do), "know": text(i.know)} for i in ideas]
    return {"title": case.name(scale), "about": [scale], "rows": rows}


def _ideas(case: Case, scale: str) -> list[Idea]:
    """All that the library holds for it, by the squares of the matrix, those seen least often
    first: two ideas for the first square, one for each other, then the rest."""
    plain, is_skill = case.scale(scale).plain_id, case.scale(scale).is_skill
    squares: dict[tuple[str, str], list[Idea]] = {}
    for skill in case.skills:
        for idea in skill.ideas:
            if plain == (skill.id if is_skill else idea.responsibility):
                squares.setdefault((skill.id, idea.responsibility), []).append(idea)
    seen = _seen(case)
    ordered = [squares[at] for at in sorted(squares, key=lambda at: seen.get(at, float("inf")))]
    first = [idea for n, ideas in enumerate(ordered) for idea in ideas[: 1 if n else 2]]
    return first + [idea for ideas in ordered for idea in ideas if idea not in first]


def _seen(case: Case) -> dict[tuple[str, str], float]:
    """How often each square (skill, responsibility) is seen, as far as it is shown."""
    values: dict[tuple[str, str], list[float]] = {}
    for item in case.now.items.values():
        if value := item.own if case.is_self else item.all:
            values.setdefault((item.skill, item.responsibility), []).append(value.stands)
    return {at: sum(every) / len(every) for at, every in values.items()}


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
    found = strengths(case.now)
    if not case.is_self and found:
        name = case.words.within(case.short(found[0].scale))
        return _(
            "Others see much of you in %(name)s. Ask yourself how that could help with what you "
            "want to change: the same habit, at another place.",
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
