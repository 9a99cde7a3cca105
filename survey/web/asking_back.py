"""What a manager says to the raters and asks them afterwards: a thank-you note to all who were
asked, one question back, and what came back. No page here shows a list of names."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, get_translations, gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Form, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from survey.errors import NotNow
from survey.growth import developing, follow_up, following
from survey.growth.follow_up import Change, Results, Said
from survey.mailing import mail, texts
from survey.questionnaire.model import Questionnaire
from survey.store import people, rounds, versions
from survey.store import thanks as notes
from survey.store.database import Tx
from survey.store.follow_ups import FollowUp
from survey.web import timeline
from survey.web.days import written
from survey.web.house import house

Page = str | tuple[str, int] | Response


class ThanksForm(Form):  # type: ignore[misc]  # WTForms has no types
    text = TextAreaField(validators=[DataRequired(), Length(max=developing.LONGEST_NOTE)])


class QuestionForm(Form):  # type: ignore[misc]  # WTForms has no types
    groups = RadioField(validators=[InputRequired()], validate_choice=True)
    question = TextAreaField(validators=[DataRequired(), Length(max=follow_up.LONGEST)])


def thanks(participation: str) -> Page:
    return _thanks_page(ThanksForm())


def send_thanks(participation: str) -> Page:
    """First shown as it will be mailed, then sent, once."""
    form = ThanksForm(request.form)
    if not form.validate():
        return _thanks_page(form), 422
    go = request.form.get("go")
    if go != "send":
        return _thanks_page(form, preview=go == "preview")
    _only_after_reading()
    with house().db.write() as tx:
        today = timeline.today_of(tx, rounds.of(tx, participation))
        developing.thank(tx, participation, form.text.data, today)
    flash(gettext("Your note is on its way to everybody who was asked."))
    return redirect(url_for("home.thanks", participation=participation), 303)


def _only_after_reading() -> None:
    if not timeline.here()[0].opened:
        raise NotNow("This comes after the report. Open that first.")


def _thanks_page(form: ThanksForm, preview: bool = False) -> str:
    _only_after_reading()
    here, _round = timeline.here()
    with house().db.read() as tx:
        sent = notes.of(tx, here.id)
        name = people.get(tx, here.person).name
    wrong = gettext("Write a few words, up to %(most)s characters", most=developing.LONGEST_NOTE)
    return render_template(
        "home/thanks.html",
        here=here,
        form=form,
        sent=sent,
        sent_day=written(sent.day) if sent else "",
        letter=_letter(name, form.text.data or "") if preview else "",
        errors=[(wrong, "#text")] if form.errors else [],
    )


def _letter(about: str, note: str) -> str:
    """The mail as a rater gets it, with our words if the round has none of its own."""
    text = texts.ours("note", get_translations())
    values = {"about": about, "note": note, "name": gettext("(the reader's name)")}
    return mail.as_text(mail.filled(text, values)[1])


def ask_back(participation: str) -> Page:
    return _question_page()


def send_question(participation: str) -> Page:
    """One question to a set of groups that is large enough, at once."""
    _only_after_reading()
    with house().db.read() as tx:
        form = _question_form(tx, participation, request.form)
    if not form.validate():
        return _question_page(form), 422
    with house().db.write() as tx:
        today = timeline.today_of(tx, rounds.of(tx, participation))
        groups = tuple(form.groups.data.split(","))
        following.ask_back(tx, participation, groups, form.question.data, today)
    flash(gettext("Your question is on its way."))
    return redirect(url_for("home.follow_ups", participation=participation), 303)


def _question_form(
    tx: Tx, participation: str, data: MultiDict[str, str] | None = None
) -> QuestionForm:
    asked = versions.get(tx, rounds.of(tx, participation).version)
    form = QuestionForm(data)
    form.groups.choices = [
        SelectChoice(",".join(groups), names_of(asked, groups))
        for groups in following.groups_to_ask(tx, participation)
    ]
    return form


def _question_page(form: QuestionForm | None = None) -> str:
    _only_after_reading()
    here, _round = timeline.here()
    with house().db.read() as tx:
        form = form or _question_form(tx, here.id)
        before = following.asked_back(tx, here.id)
    messages = {
        "groups": gettext("Choose who is asked"),
        "question": gettext(
            "Write a question of up to %(most)s characters", most=follow_up.LONGEST
        ),
    }
    wrong = [one for one in form if one.errors]
    for one in wrong:
        one.errors = [messages[one.name]]
    return render_template(
        "home/ask_back.html",
        here=here,
        form=form,
        is_open=any(one.state == "open" for one in before),
        is_enough=len(before) >= following.MOST_ASKED_BACK,
        days=follow_up.DAYS,
        errors=[(messages[one.name], f"#{_first(one)}") for one in wrong],
    )


def _first(field: RadioField) -> str:
    return f"{field.id}-0" if isinstance(field, RadioField) else str(field.id)


@dataclass(frozen=True)
class Answered:
    """A pulse or a question back as the page shows it."""

    follow_up: FollowUp
    day: str
    asked: str
    """Who was asked, if not everybody."""
    question: str
    results: Results | None
    goals: Sequence[tuple[str, Sequence[str]]]
    """(title, what raters said about it, in sentences)."""
    named_texts: Sequence[tuple[str, str]]


def follow_ups_page(participation: str) -> Page:
    here, _round = timeline.here()
    with house().db.read() as tx:
        found = answered(tx, here.id)
    return render_template("home/follow_ups.html", here=here, found=found)


def answered(tx: Tx, participation: str) -> list[Answered]:
    """Everything that was asked after the report and has left, newest first."""
    asked = versions.get(tx, rounds.of(tx, participation).version)
    pulse = following.pulse_of(tx, participation)
    there = [*following.asked_back(tx, participation), *([pulse] if pulse else [])]
    there = [one for one in there if one.state != "planned"]
    there.sort(key=lambda one: one.opens_on, reverse=True)
    return [_answered(one, asked, following.results(tx, one.id)) for one in there]


def _answered(one: FollowUp, asked: Questionnaire, results: Results | None) -> Answered:
    language = str(get_locale())
    goals, named_texts = [], []
    for goal in results.goals if results else ():
        lines = said_lines(goal.others)
        for named in goal.named:
            name = asked.group(named.group).name.to(language)
            lines.append(f"{name}: {_change_words()[_change(named.answer)]}")
        goals.append((goal.title, lines))
    for named in results.named_texts if results else ():
        named_texts.append((asked.group(named.group).name.to(language), named.answer))
    return Answered(
        follow_up=one,
        day=written(one.closes_on),
        asked=names_of(asked, one.groups) if one.groups else "",
        question=one.questions.get(follow_up.OPEN, ""),
        results=results,
        goals=goals,
        named_texts=named_texts,
    )


def said_lines(said: Said) -> list[str]:
    """What raters said about one goal; a number only where it may stand."""
    words = _change_words()
    if said.is_nothing:
        return [gettext("Too few answered for anything to be shown.")]
    if said.middle:
        return [
            gettext(
                "On the whole: %(answer)s. No number is shown, since it would stand on too few.",
                answer=words[said.middle],
            )
        ]
    total = sum(share.count for share in said.shares)
    either = gettext(" or ")
    return [
        gettext(
            "%(count)s of %(total)s: %(answer)s",
            count=share.count,
            total=total,
            answer=either.join(words[answer] for answer in share.answers),
        )
        for share in said.shares
    ]


def _change(answer: str) -> Change:
    return next(one for one in follow_up.CHANGES if one == answer)


def _change_words() -> dict[Change, str]:
    return {
        "less": gettext("less than before"),
        "same": gettext("the same as before"),
        "more": gettext("more than before"),
    }


def names_of(asked: Questionnaire, groups: Sequence[str]) -> str:
    language = str(get_locale())
    return ", ".join(asked.group(group).name.to(language) for group in groups)
