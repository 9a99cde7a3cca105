"""Mail as the admin sees it: texts, preview, what has left and what came back.

Nothing here tells who has answered: reminders and thanks are numbers, never a list (decision 15).
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from survey.errors import NotFound
from survey.mailing import bounces, filling, letters, mail, texts
from survey.mailing.texts import Text
from survey.mailing.wording import OURS
from survey.rounds.campaign import Rules
from survey.store import log, mailed, organisations, rounds, unfinished
from survey.store import outbox as outbox_rows
from survey.store.database import Tx
from survey.store.mailed import Mailed
from survey.store.organisations import Organisation
from survey.store.rounds import Round
from survey.web.house import house
from survey.web.mail_forms import TextForm, problem_words
from survey.web.visit import account, visit

bp = Blueprint("mails", __name__)

Page = str | tuple[str, int] | Answer

BY_ADDRESS = (
    "invitation", "nominate", "take_part", "approval", "sent_back", "report_ready",
    "plan_check_in", "follow_up_ready", "account",
)  # fmt: skip
"""Kinds of which the page lists who gets them. Of the others, the list would tell who has answered
or who has not, and so would their number: they are left out. From who is missing among those that
a pulse or a question back goes to, one could tell who declined."""
_BOUNCING = (*BY_ADDRESS, "pulse", "ask_back")
"""Kinds of which an address that does not work is shown, without the kind."""


@dataclass(frozen=True)
class Line:
    """A kind of mail in the list of texts."""

    kind: str
    title: str
    states: tuple[tuple[str, bool], ...]
    """Language, and whether the round has an own text in it."""


@dataclass(frozen=True)
class _Editing:
    """The text that a page is about: a round's, of a kind, in a language."""

    round: Round
    rules: Rules
    firm: Organisation
    kind: str
    language: str


@bp.get("/rounds/<round>/mail", endpoint="texts")
def all_texts(round: str) -> Page:
    found, rules, firm = _of_round(round)
    lines = [
        Line(
            kind,
            gettext(ours.title),
            tuple((one, one in rules.texts.get(kind, {})) for one in _languages(rules, kind)),
        )
        for kind, ours in OURS.items()
        if ours.editable
    ]
    return render_template("mails/texts.html", round=found, lines=lines, firm=firm, back=_back())


@bp.get("/rounds/<round>/mail/<kind>")
def text(round: str, kind: str) -> Page:
    it = _editing(round, kind, request.args.get("language"))
    own = it.rules.texts.get(kind, {}).get(it.language)
    shown = Text(own["subject"], own["body"]) if own else _ours(kind, it.language)
    return _text_page(it, TextForm(data={"subject": shown.subject, "body": shown.body}))


@bp.post("/rounds/<round>/mail/<kind>")
def keep(round: str, kind: str) -> Page:
    it = _editing(round, kind, request.form.get("language"))
    go = request.form.get("go")
    if go == "ours":
        _keep(it, None)
        flash(gettext("Our text is used again."))
        return _to_text(it)
    form = TextForm(request.form)
    form.kind = kind
    good = form.validate()
    if not good or go == "preview":
        return _text_page(it, form), 200 if good else 422
    wanted = Text(form.subject.data, form.body.data)
    _keep(it, None if wanted == _ours(kind, it.language) else wanted)
    flash(gettext("Saved. It is used from the next mail on."))
    return _to_text(it)


@bp.post("/rounds/<round>/mail/<kind>/test")
def send_test(round: str, kind: str) -> Page:
    it = _editing(round, kind, request.form.get("language"))
    with house().db.write() as tx:
        message = letters.add_test(tx, kind, it.language, account().id, round)
    house().send_mail(message)
    flash(gettext("On its way to %(address)s. Its link is a dummy.", address=account().email))
    return _to_text(it)


@bp.get("/admin/<organisation>/outbox")
def outbox(organisation: str) -> Page:
    chosen = request.args.get("kind", "")
    kinds = (chosen,) if chosen in BY_ADDRESS else BY_ADDRESS
    with house().db.read() as tx:
        firm = organisations.get(tx, organisation)
        failed = mailed.listed(tx, organisation, _BOUNCING, ("failed",), limit=500)
        # Not by kinds that tell who has answered: a line that goes would tell it, too.
        reached = mailed.reached(tx, organisation, BY_ADDRESS)
        shown = mailed.listed(tx, organisation, kinds)
        counts = mailed.counts(tx, organisation)
        waiting, broken = unfinished.waiting(tx, organisation), unfinished.failed(tx, organisation)
    rows = _count_rows(counts)
    return render_template(
        "mails/outbox.html",
        firm=firm,
        bounced=_bounced(failed, reached),
        rows=rows,
        titles={kind: gettext(OURS[kind].title) for kind in BY_ADDRESS},
        shown=[(one, _state_words(one)) for one in shown],
        chosen=chosen if chosen in BY_ADDRESS else "",
        queue=house().shop.queue.waiting(),
        reports_waiting=waiting,
        reports_failed=broken,
        folder=house().settings.smtp_url is None,
    )


@bp.get("/admin/<organisation>/outbox/<message>")
def message(organisation: str, message: str) -> Page:
    with house().db.read() as tx:
        found = mailed.listed(tx, organisation, BY_ADDRESS, message=message)
        row = outbox_rows.get(tx, message)
        if not found or row is None or row.test:
            raise NotFound("no such message")
        today = datetime.fromtimestamp(house().shop.clock(), UTC).date()
        shop = house().shop
        kind, letter = letters.write(tx, shop.keys, shop.settings, row, today, blotted=True)
        firm = organisations.get(tx, organisation)
    said = letter.own or texts.ours(kind, filling.speech(letter.language))
    subject, paragraphs = mail.filled(said, letter.filling)
    return render_template(
        "mails/message.html",
        firm=firm,
        one=found[0],
        state=_state_words(found[0]),
        title=gettext(OURS[kind].title),
        subject=subject,
        body=mail.as_text(paragraphs),
        letter_language=letter.language.replace("_", "-"),
    )


def _of_round(round_: str) -> tuple[Round, Rules, Organisation]:
    found = visit().round
    if found is None or found.organisation is None:
        raise NotFound("no such round")
    with house().db.read() as tx:
        rules = Rules.from_json(rounds.rules(tx, round_))
        return found, rules, organisations.get(tx, found.organisation)


def _languages(rules: Rules, kind: str) -> list[str]:
    return list(dict.fromkeys((*rules.languages, *rules.texts.get(kind, {}), "en")))


def _editing(round_: str, kind: str, wanted: str | None) -> _Editing:
    """Raises NotFound: no such kind, or not a language of the round."""
    found, rules, firm = _of_round(round_)
    if kind not in OURS or not OURS[kind].editable:
        raise NotFound("no such kind of mail")
    languages = _languages(rules, kind)
    if wanted and wanted not in languages:
        raise NotFound("not a language of this round")
    return _Editing(found, rules, firm, kind, wanted or languages[0])


def _to_text(it: _Editing) -> Answer:
    address = url_for("mails.text", round=it.round.id, kind=it.kind, language=it.language)
    return redirect(address, 303)


def _ours(kind: str, language: str) -> Text:
    return texts.ours(kind, filling.speech(language))


def _text_page(it: _Editing, form: TextForm) -> str:
    shop, reader = house().shop, account()
    with house().db.read() as tx:
        values = filling.sample(tx, it.round, it.language)
    values |= {
        "name": reader.name or reader.email,
        "link": f"{shop.settings.base_url}/{letters.EXAMPLE}",
        "product": shop.settings.product_name,
    }
    subject, paragraphs = mail.filled(Text(form.subject.data or "", form.body.data or ""), values)
    meanings = [
        (f"{{{tag}}}", gettext(texts.TAGS[tag]), values.get(tag, ""))
        for tag in texts.tags_of(it.kind)
    ]
    return render_template(
        "mails/text.html",
        round=it.round,
        kind=it.kind,
        title=gettext(OURS[it.kind].title),
        language_shown=it.language,
        languages=_languages(it.rules, it.kind),
        is_own=it.language in it.rules.texts.get(it.kind, {}),
        form=form,
        errors=[(str(one.errors[0]), f"#{one.id}") for one in form if one.errors],
        tags=meanings,
        required=[f"{{{tag}}}" for tag in OURS[it.kind].required],
        subject=subject,
        paragraphs=paragraphs,
        plain=mail.as_text(paragraphs),
        to=reader.email,
        back=_back(),
    )


def _keep(it: _Editing, wanted: Text | None) -> None:
    """None: ours again."""
    with house().db.write() as tx:
        rules = Rules.from_json(_locked_rules(tx, it.round.id))
        own = {one: dict(there) for one, there in rules.texts.items()}
        own.setdefault(it.kind, {}).pop(it.language, None)
        if wanted is not None:
            own[it.kind][it.language] = {"subject": wanted.subject, "body": wanted.body}
        own = {one: there for one, there in own.items() if there}
        rounds.change(tx, it.round.id, rules=replace(rules, texts=own).to_json())
        log.write(
            tx,
            "mail.text_changed",
            organisation=it.round.organisation,
            account=account().id,
            target=f"round:{it.round.id}",
            detail=f"{it.kind}, {it.language}",
        )


def _locked_rules(tx: Tx, round_: str) -> str:
    """Nobody else changes the settings meanwhile."""
    rounds.lock(tx, round_)
    return rounds.rules(tx, round_)


def _bounced(
    failed: list[Mailed], reached: dict[str, int]
) -> list[tuple[str, str, tuple[str, str]]]:
    """Name, address, what happened and the cure: one line for an address, and no kind of mail.

    Whom a later message has reached is left out.
    """
    found = {
        one.address: one
        for one in failed
        if one.address and not one.test and reached.get(one.whom or "", -1) <= one.at
    }
    return [
        (one.name, address, problem_words(bounces.why(one.problem or "")))
        for address, one in sorted(found.items())
    ]


def _state_words(one: Mailed) -> tuple[str, str]:
    """What became of it, and the look of its tag."""
    if one.state == "sent":
        return gettext("Sent"), "good"
    if one.state == "failed":
        return problem_words(bounces.why(one.problem or ""))[0], "bad"
    if one.problem:
        return problem_words(bounces.why(one.problem))[0], "warn"
    return gettext("Waiting"), ""


def _count_rows(counts: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """One for each kind that there is any of, and that tells nothing: how many are reminded is how
    many have not answered."""
    rows = [
        {
            "title": gettext(ours.title),
            "waiting": counts.get((kind, "queued"), 0),
            "sent": counts.get((kind, "sent"), 0),
            "failed": counts.get((kind, "failed"), 0),
        }
        for kind, ours in OURS.items()
        if kind in BY_ADDRESS
    ]
    return [row for row in rows if row["waiting"] or row["sent"] or row["failed"]]


def _back() -> str:
    """The round's own page."""
    there = "campaigns.round" in current_app.view_functions
    return url_for("campaigns.round", round=(request.view_args or {})["round"]) if there else ""
