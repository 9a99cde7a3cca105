"""What the keys of a questionnaire's files are called on its form."""

from flask_babel import lazy_gettext

KEYS = {
    "title": lazy_gettext("Title"),
    "intro": lazy_gettext("Before the first statement"),
    "purpose": lazy_gettext("What it is for"),
    "self": lazy_gettext("For the person assessed"),
    "other": lazy_gettext("For those who rate"),
    "scale": lazy_gettext("Scale"),
    "labels": lazy_gettext("Label"),
    "not_observed": lazy_gettext("Where somebody could not see it"),
    "question_self": lazy_gettext("Question above the statements, for the person assessed"),
    "question_other": lazy_gettext("Question above the statements, for those who rate"),
    "responsibilities": lazy_gettext("Responsibilities"),
    "groups": lazy_gettext("Rater groups"),
    "forms": lazy_gettext("Lengths"),
    "first_questions": lazy_gettext("Questions before the first skill"),
    "open_questions": lazy_gettext("Questions after the last skill"),
    "name": lazy_gettext("Name"),
    "short": lazy_gettext("Short name"),
    "definition": lazy_gettext("What it is"),
    "rater": lazy_gettext("What one member is called"),
    "hint_self": lazy_gettext("Hint for the person assessed"),
    "hint_other": lazy_gettext("Hint for those who rate"),
    "options": lazy_gettext("Options"),
    "why": lazy_gettext("Why it matters"),
    "when_it_goes_well": lazy_gettext("When it goes well"),
    "comment": lazy_gettext("Comment on this skill"),
    "ideas": lazy_gettext("Ideas to try"),
    "when": lazy_gettext("When"),
    "do": lazy_gettext("Do this"),
    "know": lazy_gettext("You know that it works when"),
    "questions": lazy_gettext("Questions to talk over"),
    "reading": lazy_gettext("Books to read"),
    "what_for": lazy_gettext("What it may help with"),
    "seed": lazy_gettext("Source"),
    "items": lazy_gettext("Statements"),
    "about": lazy_gettext("About this skill"),
    "words": lazy_gettext("Question"),
    "edition": lazy_gettext("Edition"),
    "random_order": lazy_gettext("Statements in another order for each rater?"),
    "kind": lazy_gettext("Kind"),
    "min": lazy_gettext("Number of the lowest label"),
    "minimum": lazy_gettext("How many must answer"),
    "recommended": lazy_gettext("How many should be asked"),
    "sign": lazy_gettext("Sign in charts"),
    "merge_order": lazy_gettext("Merged with others when too small: lower numbers first"),
    "minutes": lazy_gettext("Minutes that it takes"),
    "type": lazy_gettext("How it is answered"),
    "pick": lazy_gettext("How many options may be chosen (ranking)"),
    "only_for": lazy_gettext("Asked of these groups only (none ticked: of all)"),
    "hard_to_see_for": lazy_gettext("Hard to see for"),
    "show_if": lazy_gettext("Only asked if (empty: always)"),
    "responsibility": lazy_gettext("Responsibility"),
    "core": lazy_gettext("In the short form, too?"),
    "reverse": lazy_gettext("Is a low answer the good one?"),
    "cell": lazy_gettext("Skill and responsibility"),
}
"""By key; a key without a word shows itself."""

CHOICES = {
    ("kind", "self"): lazy_gettext("the person assessed"),
    ("kind", "named"): lazy_gettext("shown by name (such as a line manager)"),
    ("kind", "anonymous"): lazy_gettext("anonymous: shown only when enough have answered"),
    ("kind", "frequency"): lazy_gettext("how often"),
    ("kind", "agreement"): lazy_gettext("how far one agrees"),
    ("items", "core"): lazy_gettext("the statements of the short form"),
    ("items", "all"): lazy_gettext("all statements"),
    ("type", "text"): lazy_gettext("in words"),
    ("type", "choice"): lazy_gettext("one of the options"),
    ("type", "ranking"): lazy_gettext("the options that matter most"),
    ("sign", "diamond"): lazy_gettext("diamond"),
    ("sign", "above"): lazy_gettext("triangle up"),
    ("sign", "level"): lazy_gettext("square"),
    ("sign", "below"): lazy_gettext("triangle down"),
    ("sign", "outside"): lazy_gettext("plus"),
    ("sign", "apart"): lazy_gettext("cross"),
}
"""What is chosen, by key and value; a value without words shows itself."""

RULES = {
    "double_barrelled": lazy_gettext(
        "Two things in one statement cannot get one answer: %(found)s"
    ),
    "negated": lazy_gettext("A negation makes low answers a riddle: %(found)s"),
    "jargon": lazy_gettext("Not everyone reads this word alike: %(found)s"),
    "too_long": lazy_gettext("%(found)s words; up to 16 are understood at the first reading"),
    "hard_to_read": lazy_gettext(
        "Reads at school grade %(found)s; use shorter words and sentences"
    ),
    "out_of_sight": lazy_gettext("Others cannot see or hear this, they can only guess: %(found)s"),
    "near_duplicate": lazy_gettext("Nearly the same as %(found)s: it adds length and nothing else"),
    "empty_cell": lazy_gettext("No item here for this responsibility and rater group: %(found)s"),
    "missing_translation": lazy_gettext("In %(found)s these are still the words of the original"),
    "unseen_by_groups": lazy_gettext("Only %(found)s of the rater groups can see this"),
    "drifted": lazy_gettext(
        "Self and others answer different statements: %(found)s of the words are shared"
    ),
}
"""Of the linter, by rule."""


def key(name: str) -> str:
    """What a key is called; the number of an entry counts from 1."""
    if name.isdigit():
        return str(int(name) + 1)
    return str(KEYS.get(name, name))


def choice(name: str, value: str) -> str:
    """What a value is called that is chosen for a key."""
    return str(CHOICES.get((name, value), value))


def doubt(rule: str, found: str) -> str:
    """What is wrong with the words. A replacement and no format: `found` is an author's text."""
    return str(RULES[rule]).replace("%(found)s", found)
