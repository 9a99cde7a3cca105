"""A paper form is typed in: its code, all its answers on one page, once or twice, and sent.

Each page carries the code and what was typed in its own form: nothing is kept on the server before
it is sent, and nothing in the browser. The first button of a page only checks, so that Enter never
sends. Nobody comes in by an account: only the code opens a form (decision 8).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import get_locale, gettext, ngettext

from survey.answers import respond
from survey.answers.draft import Changes
from survey.answers.sheet import Sheet
from survey.errors import AlreadySent, BadInput, Declined, LinkUnknown, RoundClosed, Withdrawn
from survey.paper import keying, typed
from survey.paper.form import Asking, Line, lines, sections
from survey.web import sending
from survey.web.entry_forms import CodeForm
from survey.web.house import house
from survey.web.keyed import differences, problems, span

bp = Blueprint("keying", __name__)

Page = str | tuple[str, int]
_MOST_EARLIER = 3  # typings that a page brings back; more than two differ only by mistake


@dataclass(frozen=True)
class Form:
    """One form under way, as the page brought it back."""

    code: str
    secret: str
    receipt: str
    """Signed, see `sending.new_receipt`."""
    sheet: Sheet
    asking: Asking
    typed: Mapping[str, str]
    twice: bool
    earlier: tuple[Mapping[str, str], ...] = ()


@bp.get("/paper")
def code() -> Page:
    return _code_page(CodeForm(), twice=request.args.get("twice") == "yes")


@bp.post("/paper")
def open_form() -> Page:
    found = _opened()
    return found if not isinstance(found, Form) else _page(found)


@bp.post("/paper/answers")
def answers() -> Page:
    form = _opened()
    if not isinstance(form, Form):
        return form
    entry = typed.read(form.asking, form.typed)
    changes = typed.changes(form.asking, entry)
    wrong = problems(form.asking, entry) or _lacking(form, changes)
    if wrong:
        return _page(form, wrong), 422
    more = _more_to_type(form)
    if more is not None:
        return more
    sheet = respond.with_typed(form.sheet, changes)
    if request.form.get("go") != "send":
        return _page(form, checked=sheet)
    receipt = sending.receipt_of(sheet.invitation.id, form.receipt)
    respond.send(
        house().db, sheet.invitation.id, form.secret, receipt,
        shows=changes.shows, typed=changes, urn=house().shop.urn, clock=house().shop.clock,
    )  # fmt: skip
    return _done_page(receipt, twice=form.twice)


def _opened() -> Form | Page:
    """What the code opens, or a page that says why nothing is."""
    form, twice = CodeForm(request.form), request.form.get("twice") == "yes"
    code = form.code.data or ""
    shop = house().shop
    try:
        found = keying.open_form(shop.db, shop.keys, code, clock=shop.clock)
    except AlreadySent:
        return _sent_before(form, twice)
    except LinkUnknown:
        return _refused(form, twice, gettext("No form has this code; type it as it is printed"))
    except RoundClosed:
        return _refused(form, twice, gettext("The round takes no answers now, so this form cannot "
                                             "be typed in. Ask whoever organises it."))  # fmt: skip
    except (Declined, Withdrawn):
        return _refused(form, twice, gettext("This request was turned down or taken back, so its "
                                             "form cannot be typed in any more."))  # fmt: skip
    with shop.db.read() as tx:
        asking = keying.asking_of(tx, found.sheet, str(get_locale()))
    names = [one.name for one in lines(asking)]
    return Form(
        code=code,
        secret=found.secret,
        receipt=request.form.get("receipt") or sending.new_receipt(found.sheet.invitation.id),
        sheet=found.sheet,
        asking=asking,
        typed={name: request.form[name] for name in names if name in request.form},
        twice=twice,
        earlier=_earlier(names),
    )


def _earlier(names: list[str]) -> tuple[Mapping[str, str], ...]:
    """What was typed before, as the page brings it back. Raises BadInput."""
    try:
        brought = json.loads(request.form.get("earlier") or "[]")[-_MOST_EARLIER:]
        typings = [{name: str(one.get(name, "")) for name in names} for one in brought]
        json.dumps(typings, ensure_ascii=False).encode()  # half of a pair cannot be written again
    except (ValueError, AttributeError, TypeError, KeyError, RecursionError):
        raise BadInput("this is not what our pages send") from None
    return tuple(typings)


def _more_to_type(form: Form) -> str | None:
    """The page for the second typing, or for what was not typed alike twice; None: all is."""
    if not form.twice:
        return None
    if not form.earlier:
        return _page(_again(form))
    unlike = typed.differing(form.asking, form.typed, form.earlier)
    if not unlike:
        return None
    return _page(_once_more(form, unlike), differences(form.asking, form.typed, form.earlier))


def _again(form: Form) -> Form:
    """Empty for the second typing, but for words: those are read over."""
    kept = {one.name: form.typed.get(one.name, "") for one in lines(form.asking) if not one.keys}
    return _with(form, kept)


def _once_more(form: Form, unlike: tuple[str, ...]) -> Form:
    """Empty where the typings differ."""
    return _with(form, {name: "" if name in unlike else one for name, one in form.typed.items()})


def _with(form: Form, shown: Mapping[str, str]) -> Form:
    earlier = (*form.earlier, form.typed)[-_MOST_EARLIER:]
    return Form(**{**vars(form), "typed": shown, "earlier": earlier})


def _lacking(form: Form, changes: Changes) -> dict[str, str]:
    """By the first empty line of each part with too few answers: how many more it needs."""
    found: dict[str, str] = {}
    sheet = respond.with_typed(form.sheet, changes)
    every: list[Line] = [one for one in lines(form.asking) if one.place == "answers"]
    for page in sheet.progress.pages:
        if page.is_enough:
            continue
        mine = {item.id for item in sheet.asked.items(page.skill)} - set(sheet.draft.answers)
        first = next(one for one in every if one.question.id in mine)
        found[first.name] = ngettext(
            "%(skill)s needs %(num)s more answer. If they are not on the paper, it cannot be sent: "
            "put it aside.",
            "%(skill)s needs %(num)s more answers. If they are not on the paper, it cannot be "
            "sent: put it aside.",
            page.needed - page.answered,
            skill=sheet.questionnaire.skill(page.skill).name.to(str(get_locale())),
        )
    return found


def _page(form: Form, wrong: Mapping[str, str] | None = None, checked: Sheet | None = None) -> str:
    wrong = wrong or {}
    numbers = {one.name: one.number for one in lines(form.asking)}
    return render_template(
        "paper/form.html",
        form=form,
        sections=sections(form.asking),
        span=span,
        rater=form.asking.questionnaire.group(form.asking.group).rater.to(form.asking.language),
        second=bool(form.earlier),
        earlier=json.dumps([dict(one) for one in form.earlier], ensure_ascii=False),
        wrong=wrong,
        errors=[
            (gettext("Question %(number)s: %(error)s", number=numbers[name], error=one), f"#{name}")
            for name, one in sorted(wrong.items(), key=lambda each: numbers[each[0]])
        ],
        checked=checked,
        empty=_empty(form) if checked else [],
    )


def _empty(form: Form) -> list[int]:
    """Numbers of the statements that were left out."""
    return [
        one.number
        for one in lines(form.asking)
        if one.place == "answers" and not form.typed.get(one.name, "").strip()
    ]


def _code_page(form: CodeForm, twice: bool, errors: list[tuple[str, str]] | None = None) -> str:
    return render_template("paper/code.html", form=form, twice=twice, errors=errors or [])


def _refused(form: CodeForm, twice: bool, told: str) -> Page:
    form.code.errors = [told]
    return _code_page(form, twice, [(told, "#code")]), 422


def _sent_before(form: CodeForm, twice: bool) -> Page:
    """The same POST again says the same; anybody else's learns only that it was sent."""
    shop = house().shop
    found, secret = keying.secret_of(shop.db, shop.keys, form.code.data or "")
    try:
        receipt = sending.receipt_of(found.id, request.form.get("receipt", ""))
        respond.send(shop.db, found.id, secret, receipt, urn=shop.urn, clock=shop.clock)
    except (BadInput, AlreadySent):
        told = gettext("The answers of this form were sent already; they cannot be sent again.")
        return _refused(form, twice, told)
    return _done_page(receipt, twice)


def _done_page(receipt: str, twice: bool) -> str:
    more: dict[str, Any] = {"twice": "yes"} if twice else {}
    return render_template("paper/sent.html", receipt=receipt, more=more)
