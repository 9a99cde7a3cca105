"""Several ways to say the same about a skill; `Case.vary` takes one. No numbers are judged here.

All phrasings of a list say exactly what their rule found, no more and no less surely.
"""

from reports.case import Case


def gap(case: Case, view: str, sure: str, size: str) -> list[str]:
    """Your view beside theirs, `size` apart."""
    if sure == "cannot_tell":
        return cannot_tell(case, size)
    if view == "self_higher":
        return _you_higher(case, sure, size)
    return _they_higher(case, sure, size)


def nearly_alike(case: Case, size: str) -> list[str]:
    """Less than half a point between you; one way for each of five skills."""
    _ = case.words._
    return [
        _("You and others see this much alike: only %(size)s lies between you.", size=size),
        _("Your view of this and theirs lie close together, %(size)s apart.", size=size),
        _("Others see about as much of this as you do; the ratings are %(size)s apart.", size=size),
        _("There is little between your rating and theirs here: %(size)s.", size=size),
        _("You place this about where others do, within %(size)s.", size=size),
    ]


def alike(case: Case, value: str) -> list[str]:
    """The same number."""
    _ = case.words._
    return [
        _("You and others see this alike, at %(value)s.", value=value),
        _("Your rating and theirs come to the same here: %(value)s.", value=value),
        _("Others place this where you place it, at %(value)s.", value=value),
    ]


def about_alike(case: Case) -> list[str]:
    """Alike, where no size may be told; one way for each of five skills."""
    _ = case.words._
    return [
        _("You and others see this much alike."),
        _("Your view of this and theirs lie close together."),
        _("Others see about as much of this as you do."),
        _("There is little between your rating and theirs here."),
        _("You place this about where others do."),
    ]


def cannot_tell(case: Case, size: str) -> list[str]:
    """A gap that other raters might not have shown."""
    _ = case.words._
    return [
        _(
            "Your rating and theirs are %(size)s apart. Other raters might have given another "
            "picture, so take it as a question rather than a result.",
            size=size,
        ),
        _(
            "There are %(size)s between your rating and theirs, which may be chance. Ask before "
            "you make anything of it.",
            size=size,
        ),
        _(
            "You and others lie %(size)s apart here. With these answers nobody can tell whether "
            "you really see it differently.",
            size=size,
        ),
    ]


def _you_higher(case: Case, sure: str, size: str) -> list[str]:
    _ = case.words._
    if sure == "clear":
        return _you_clearly_higher(case, size)
    return [
        _(
            "You probably rate yourself higher than others do (by %(size)s). It could be that "
            "some of it happens out of their sight.",
            size=size,
        ),
        _(
            "Your own rating probably lies above theirs (by %(size)s). They may be thinking of "
            "other occasions than you are.",
            size=size,
        ),
    ]


def _you_clearly_higher(case: Case, size: str) -> list[str]:
    _ = case.words._
    return [
        _(
            "You rate yourself %(size)s higher than others do. You may do it where they cannot "
            "see it, or it may not come across as you mean it.",
            size=size,
        ),
        _(
            "Your own rating is %(size)s above theirs, clearly more than chance. What you "
            "intend may not always reach the people around you.",
            size=size,
        ),
        _(
            "Here you see clearly more of it than others do, by %(size)s. It could be worth "
            "asking which occasions they have in mind.",
            size=size,
        ),
        _(
            "Others place this %(size)s below where you place it. They may look for something "
            "else than you do when they think of it.",
            size=size,
        ),
        _(
            "Between how you see this and how others do lie %(size)s, more than chance "
            "explains. An example from their side could help you to see what they see.",
            size=size,
        ),
    ]


def _they_higher(case: Case, sure: str, size: str) -> list[str]:
    _ = case.words._
    if sure == "clear":
        return [
            _(
                "Others rate you %(size)s higher than you rate yourself. What comes easily may not "
                "feel like a skill; you could use it on purpose.",
                size=size,
            ),
            _(
                "Their rating is %(size)s above your own, clearly more than chance. People may "
                "value something here that you take for granted.",
                size=size,
            ),
            _(
                "Others place this %(size)s above where you place it. Ask what it is that they "
                "notice; you may do it without thinking.",
                size=size,
            ),
        ]
    return [
        _(
            "Others probably rate you higher than you do (by %(size)s). They may see more in it "
            "than you give yourself credit for.",
            size=size,
        ),
        _(
            "Their rating probably lies above your own (by %(size)s). It could be that you ask "
            "more of yourself here than they do.",
            size=size,
        ),
    ]


def position(case: Case, side: str, sure: str) -> list[str]:
    """The skill beside the person's other skills."""
    return _seen(case, side, sure) if case.asks_how_often else _rated(case, side, sure)


def _seen(case: Case, side: str, sure: str) -> list[str]:
    _ = case.words._
    return {
        ("above", "clear"): [
            _("Among your skills, others see this one clearly more often."),
            _("People see this clearly more often than your skills on the whole."),
        ],
        ("above", "likely"): [
            _("Among your skills, others may see this one more often."),
            _("It could be that people see this more often than your other skills."),
        ],
        ("below", "clear"): [
            _("Among your skills, others see this one clearly less often."),
            _("People see this clearly less often than your skills on the whole."),
        ],
        ("below", "likely"): [
            _("Among your skills, others may see this one less often."),
            _("It could be that people see this less often than your other skills."),
        ],
    }[side, sure]


def _rated(case: Case, side: str, sure: str) -> list[str]:
    _ = case.words._
    return {
        ("above", "clear"): [
            _("Among your skills, others rate this one clearly higher."),
            _("People rate this clearly higher than your skills on the whole."),
        ],
        ("above", "likely"): [
            _("Among your skills, others may rate this one higher."),
            _("It could be that people rate this higher than your other skills."),
        ],
        ("below", "clear"): [
            _("Among your skills, others rate this one clearly lower."),
            _("People rate this clearly lower than your skills on the whole."),
        ],
        ("below", "likely"): [
            _("Among your skills, others may rate this one lower."),
            _("It could be that people rate this lower than your other skills."),
        ],
    }[side, sure]


def groups(case: Case, **names: str) -> list[str]:
    """`high` and `High` are the people of the higher group, `low` of the lower; with their means
    `above` and `below`."""
    _ = case.words._
    return [
        _(
            "%(High)s rate this higher (%(above)s) than %(low)s do (%(below)s). They may meet you "
            "in different situations.",
            **names,
        ),
        _(
            "There is a difference between those who rated you: %(above)s from %(high)s, "
            "%(below)s from %(low)s. It could lie in what each of them sees of your work.",
            **names,
        ),
        _(
            "What %(high)s see of this (%(above)s) lies above what %(low)s see (%(below)s). An "
            "example from each side could explain it.",
            **names,
        ),
    ]


def items(case: Case, low: str, high: str) -> list[str]:
    """Statements of one skill that lie far apart."""
    _ = case.words._
    return [
        _(
            "Within this skill the statements lie between %(low)s and %(high)s. Which of them "
            "matters most in your work?",
            low=low,
            high=high,
        ),
        _(
            "The statements differ, from %(low)s to %(high)s. One of them may be rare in your "
            "work, or a good place to begin.",
            low=low,
            high=high,
        ),
        _(
            "One average holds different things here: single statements reach from %(low)s to "
            "%(high)s. Look at them one by one.",
            low=low,
            high=high,
        ),
    ]


def apart(case: Case) -> list[str]:
    """Raters differ among themselves."""
    _ = case.words._
    return [
        _(
            "The people who rated you differ from one another here. An average hides that; ask "
            "what different people see."
        ),
        _(
            "People do not agree with one another on this. It may depend on where and when they "
            "work with you."
        ),
        _(
            "Behind this average lie answers that differ a good deal. Two people may each be "
            "right about what they have seen."
        ),
    ]


def level(case: Case) -> list[str]:
    """Nothing stands out: a result of its own."""
    _ = case.words._
    if case.asks_how_often:
        return [
            _("Others see this about as often as your other skills."),
            _("Nothing sets this skill apart from your others in what people see."),
        ]
    return [
        _("Others rate this about as high as your other skills."),
        _("Nothing sets this skill apart from your others in how people rate it."),
    ]
