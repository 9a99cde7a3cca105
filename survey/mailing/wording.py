"""What our mails say, kind by kind. English, marked for translation by `_`; see texts.py beside it.

A text has tags in braces, filled in by exact replacement. A paragraph whose tag has nothing to say
is left out. Subjects name nobody.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ours:
    """`action`: what the link says. `editable`: a round may have an own text."""

    title: str
    subject: str
    before: tuple[str, ...]
    action: str = ""
    after: tuple[str, ...] = ()
    editable: bool = True
    needs: tuple[str, ...] = ()
    """Tags that an own text must have, beside that of the link."""

    @property
    def required(self) -> tuple[str, ...]:
        return (*(("link",) if self.action else ()), *self.needs)


def _(message: str) -> str:
    """Marks a text for translation, and leaves it alone."""
    return message


GREETING = _("Hello {name},")
_SECRET = _("Whoever has this link can answer in your place, so please do not pass it on.")
_OWN_PAGE = _("Whoever has this link gets to your own pages, so please do not pass it on.")
_TIME = _("It takes about {minutes} minutes. You can stop at any time and go on later.")
_UNTIL = _("Please answer by {closing_date}.")
_IGNORE = _("If you did not ask for it, you can ignore this message.")
_LATE = _("If you have just answered, you need not do anything.")
_NOT_WELL = _("If you do not know {about} well enough, you can say so on the first page.")

OURS: dict[str, Ours] = {
    "invitation": Ours(
        _("Invitation"),
        _("You are asked for feedback"),
        (
            _("{about} takes part in “{round}” of {organisation} and asks for your feedback."),
            _("You are asked as {group}."),
            _TIME,
            _UNTIL,
        ),
        _("Go to the questions"),
        (_("{answers}"), _NOT_WELL, _("{kept}"), _SECRET),
        needs=("answers", "kept"),
    ),
    "invitation_alone": Ours(
        _("Invitation without an organisation"),
        _("You are asked for feedback"),
        (
            _("{about} works on how to lead, and asks for your feedback. Nobody else has a part "
              "in it: {about} has typed your address."),
            _("You are asked as {group}."),
            _TIME,
            _UNTIL,
        ),
        _("Go to the questions"),
        (_("{answers}"), _NOT_WELL, _("{kept}"), _SECRET),
        editable=False,
        needs=("answers", "kept"),
    ),
    "invitation_own": Ours(
        _("Invitation to rate oneself"),
        _("Your own view is asked for"),
        (
            _("You take part in “{round}” of {organisation}. Your report sets your own view "
              "beside that of the others, so please answer the same questions about yourself."),
            _TIME,
            _UNTIL,
        ),
        _("Rate yourself"),
        (_("{answers}"), _("{kept}"), _SECRET),
        needs=("answers", "kept"),
    ),
    "reminder": Ours(
        _("Reminder"),
        _("Your feedback is still welcome"),
        (_("You were asked for feedback on {about}, as {group}."), _TIME, _UNTIL),
        _("Go to the questions"),
        (_LATE, _NOT_WELL, _SECRET),
    ),
    "reminder_own": Ours(
        _("Reminder to rate oneself"),
        _("Your own view is still missing"),
        (_("Your own view is not in yet. Your report sets it beside that of the others."),
         _TIME, _UNTIL),
        _("Rate yourself"),
        (_LATE, _SECRET),
    ),
    "closing": Ours(
        _("Closing tomorrow"),
        _("Tomorrow is the last day for your feedback"),
        (_("You were asked for feedback on {about}, as {group}."),
         _("The last day is tomorrow, {closing_date}. It takes about {minutes} minutes.")),
        _("Go to the questions"),
        (_LATE, _SECRET),
    ),
    "digest": Ours(
        _("Several requests in one mail"),
        _("Your feedback requests"),
        (_("Several people ask for your feedback:"), _("{list}"),
         _("Each takes about {minutes} minutes. You can stop at any time and go on later.")),
        _("Go to your feedback requests"),
        (_("Each first page says what happens with the answers."), _("{kept}"), _LATE, _SECRET),
    ),
    "thanks": Ours(
        _("Thank-you"),
        _("Thank you for your feedback"),
        (_("Your feedback has arrived. Thank you for the time and the thought."),
         _("Only its receipt code leads back to what you sent. Nobody is shown which answers are "
           "yours, unless you answered as somebody who is named, as your invitation said."),
         _("This message comes once, and need not be answered.")),
    ),
    "nominate": Ours(
        _("To the manager: choose your raters"),
        _("Choose who gives you feedback"),
        (_("You take part in “{round}” of {organisation}. The next step is yours: choose the "
           "people whose view of your work you want to hear."),
         _("You have until {closing_date} altogether, and they need some of that time.")),
        _("Choose your raters"),
        (_("On the same pages you rate yourself and later read your report."), _OWN_PAGE),
    ),
    "take_part": Ours(
        _("To the manager: the round has opened"),
        _("Your feedback round has opened"),
        (_("You take part in “{round}” of {organisation}. The people who work with you are asked "
           "now; your own page shows how it goes."),
         _("The last day is {closing_date}.")),
        _("Go to your page"),
        (_OWN_PAGE,),
    ),
    "take_part_alone": Ours(
        _("To whoever asks others: the way back"),
        _("The people you named are asked now"),
        (_("The people whom you named are asked for their feedback. Your own page shows how it "
           "goes; you can ask more people with the questionnaire’s own link."),
         _("The last day is {closing_date}. Your report comes when it has passed.")),
        _("Go to your page"),
        (_OWN_PAGE, _IGNORE),
        editable=False,
    ),
    "approval": Ours(
        _("Approval of a list of raters"),
        _("A list of raters waits for you"),
        (_("{about} has chosen people to be asked in “{round}” of {organisation}. Please look "
           "whether they are the right ones, and approve the list or send it back."),),
        _("Look at the list"),
        (_("You need no account for it. Whoever has this link can approve in your place, so please "
           "do not pass it on."),),
    ),
    "sent_back": Ours(
        _("To the manager: the list was sent back"),
        _("Please look at your list of raters again"),
        (_("Your list of raters in “{round}” was sent back to you, so that you can change it. "
           "Nobody on it has been invited yet."),),
        _("Go to your list"),
        (_OWN_PAGE,),
    ),
    "report_ready": Ours(
        _("To the manager: the report is ready"),
        _("Your report is ready"),
        (_("Your report of “{round}” is ready to be read. Take half an hour for it in a quiet "
           "place."),),
        _("Go to your report"),
        (_OWN_PAGE,),
    ),
    "talk_times": Ours(
        _("To the manager: times for the talk"),
        _("When shall we talk?"),
        (_("Your coach proposes times for the talk about your report of “{round}”. They stand on "
           "your page; pick one of them there."),),
        _("Go to your page"),
        (_OWN_PAGE,),
        editable=False,
    ),
    "plan_check_in": Ours(
        _("To the manager: how is the plan going?"),
        _("How is your plan going?"),
        (_("You set yourself a day to look at your plan again. A few words on how it goes are "
           "enough; only you and whoever looks after you can read them."),),
        _("Go to your plan"),
        (_OWN_PAGE,),
    ),
    "note": Ours(
        _("The manager's thank-you note"),
        _("A word of thanks"),
        (_("{about} thanks all who were asked for feedback, and writes:"), _("{note}"),
         _("This note goes to everybody who was asked. {about} is not told who answered.")),
        needs=("note",),
    ),
    "pulse": Ours(
        _("Pulse: the questions some weeks later"),
        _("A short question some weeks later"),
        (_("Some time ago you were asked for feedback on {about}, who has since worked on it. "
           "Have you noticed a change?"),
         _("It takes two minutes."), _UNTIL),
        _("Go to the questions"),
        (_("{answers}"), _SECRET),
    ),
    "ask_back": Ours(
        _("A question back to the raters"),
        _("One more question about your feedback"),
        (_("{about} has read the feedback and has one question to everybody who was asked as you "
           "were."),
         _UNTIL),
        _("Go to the question"),
        (_("{answers}"), _SECRET),
    ),
    "follow_up_ready": Ours(
        _("Answers to a pulse or a question are there"),
        _("New answers are there"),
        (_("The short follow-up to “{round}” has ended; what can be shown of it stands on the "
           "page."),),
        _("Go to the answers"),
        (_("Please do not pass this link on."),),
    ),
    "coach_weekly": Ours(
        _("To coaches, every week"),
        _("Your week as a coach"),
        (_("{list}"),),
        _("Go to your clients"),
        editable=False,
    ),
    "account": Ours(
        _("To new admins and coaches"),
        _("Your account"),
        (_("An account was made for you on {product}, or you asked for a new password. With this "
           "link you choose it; the link works once, and for one day."),),
        _("Choose your password"),
        (_("Please do not pass this link on."), _IGNORE),
        editable=False,
    ),
    "passkey": Ours(
        _("A passkey was added to an account"),
        _("A passkey was added to your account"),
        (_("A passkey was added to your account on {product}. With it, its device signs in without "
           "password and code."),
         _("If that was you, you need not do anything. If not, remove the passkey, change your "
           "password, and tell whoever runs this site.")),
        _("Go to your account"),
        editable=False,
    ),
    "link": Ours(
        _("Your link again"),
        _("Your link to the questionnaire"),
        (_("You asked for the link to your questionnaire."),
         _("Your answers so far are kept. The link works until you have sent them.")),
        _("Go on answering"),
        (_SECRET, _IGNORE),
        editable=False,
    ),
    "report": Ours(
        _("Link to one's own report"),
        _("Your link to the report"),
        (_("You asked for the link to your development report."),
         _("It is made from the answers that you sent, and opens with this link.")),
        _("Go to the report"),
        (_("Whoever has this link can read the report, so please do not pass it on."), _IGNORE),
        editable=False,
    ),
    "home": Ours(
        _("Link to one's own pages"),
        _("Your link to your pages"),
        (_("You asked for the link to your own pages."),),
        _("Go to your pages"),
        (_OWN_PAGE, _IGNORE),
        editable=False,
    ),
}  # fmt: skip
"""By kind, as the outbox keeps them; those that end in _own are for the person assessed, those in
_alone for rounds without organisation."""
