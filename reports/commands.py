"""The reports' part of the command line: `score`, `report` and `pilot`, over the caller's own
data."""

import difflib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from reports import export, snapshots
from reports.answers import Answers, read
from reports.build import Case, build
from reports.chart_files import zipped
from reports.comments import Comment
from reports.drawing import drawn
from reports.items_told import LEAST
from reports.pack import pack
from reports.prepare import case_of, rounds_of
from reports.press import printed, stamp
from reports.scoring.pilot import pilot
from reports.scoring.scores import score
from reports.variant import PAPERS, Paper, Variant
from reports.words import Words, spoken
from survey.errors import BadInput, PlumblineError
from survey.questionnaire.guard import FORBIDDEN
from survey.questionnaire.loader import load
from survey.questionnaire.model import Questionnaire
from survey.questionnaire.words import clean_text
from survey.settings import from_env

LONGEST_NAME = 200
"""Characters of the name of a report."""
ROOT = Path(__file__).resolve().parent.parent

Command = Callable[..., Any]


def input_options(command: Command) -> Command:
    """What every command takes that starts from answers in a file: see `_input`."""
    for option in (
        click.option(
            "--form",
            "form_id",
            metavar="FORM",
            help="The form that was used, standard or extended. Told by the items if left out.",
        ),
        click.option(
            "--timings",
            type=click.Path(path_type=Path),
            help="CSV of active time: round, rater_id, group, seconds.",
        ),
        click.option(
            "--items",
            type=click.Path(path_type=Path),
            help="CSV of a whole form of your own, in order of presentation: item_id, skill, "
            "responsibility, reverse. Excludes --form.",
        ),
        click.argument("responses", type=click.Path(path_type=Path)),
    ):
        command = option(command)
    return command


def refuse_to_overwrite(out: Path, *inputs: Path | None) -> None:
    """Ends the command where the result would take the place of what it is made from."""
    for path in inputs:
        try:
            same = path is not None and out.samefile(path)
        except OSError:
            continue  # one of the two is not there (yet)
        if same:
            raise click.ClickException(f"{out} is one of the files to read: choose another name")


def _input(
    responses: Path,
    items: Path | None,
    timings: Path | None,
    form_id: str | None,
    comments: Path | None = None,
) -> tuple[Questionnaire, Answers]:
    """The instrument and the checked answers. Ends the command when they are refused.

    The instrument is that of PLUMBLINE_QUESTIONNAIRES, as for the web, else the shipped one; the
    program around may put another one on the context.
    """
    try:
        questionnaire = click.get_current_context().find_object(Questionnaire) or _instrument()
        answers = read(
            responses,
            questionnaire,
            items=items,
            form_id=form_id,
            timings=timings,
            comments=comments,
        )
    except PlumblineError as refused:
        raise click.ClickException(str(refused)) from refused
    return questionnaire, answers


def _instrument() -> Questionnaire:
    return load(from_env(os.environ, ROOT).questionnaires)


def write_whole(path: Path, data: bytes) -> None:
    """All of the file or nothing: written beside its place, then moved there.

    Ends the command if that fails. Links and devices are written through, not replaced.
    """
    draft = path.with_name(f".plumbline-{os.getpid()}.part")  # short, whatever the name is
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            path.write_bytes(data)
            return
        try:
            draft.write_bytes(data)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror}") from error


@click.command("score")
@input_options
@click.option(
    "--json",
    "out",
    required=True,
    type=click.Path(path_type=Path),
    help="Where to write the scores.",
)
def score_command(
    responses: Path,
    items: Path | None,
    timings: Path | None,
    form_id: str | None,
    out: Path,
) -> None:
    """Scores the answers in RESPONSES, a CSV of round, rater_id, group, item_id, value and, for
    several people, subject. Writes unrounded numbers, for administrators' eyes."""
    refuse_to_overwrite(out, responses, items, timings)
    _, answers = _input(responses, items, timings, form_id)
    scores = score(answers.sheets, answers.form, answers.seconds)
    plain = export.as_expected(scores, answers.form, answers.by_subject)
    text = json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False)
    write_whole(out, f"{text}\n".encode())


@click.command("report")
@input_options
@click.option(
    "--comments",
    type=click.Path(path_type=Path),
    help="CSV of comments: round, group, question (id of an open question or of a skill), text.",
)
@click.option(
    "--subject",
    required=True,
    metavar="NAME",
    help="Whose report: one of the column subject; without that column, the name to print.",
)
@click.option(
    "--pdf",
    "out",
    required=True,
    type=click.Path(path_type=Path),
    help="Where to write the report.",
)
@click.option("--short", is_flag=True, help="Eight pages instead of all.")
@click.option("--paper", type=click.Choice(PAPERS), default="a4", show_default=True)
@click.option("--light", is_flag=True, help="With a white first page, which saves ink.")
@click.option(
    "--pack",
    "pack_out",
    type=click.Path(path_type=Path),
    help="Where to write a ZIP for the coach: the report, a guide to the debrief, and each chart "
    "as SVG and PNG.",
)
def report_command(  # noqa: PLR0917  click gives them by name
    responses: Path,
    items: Path | None,
    timings: Path | None,
    form_id: str | None,
    comments: Path | None,
    subject: str,
    out: Path,
    short: bool,
    paper: Paper,
    light: bool,
    pack_out: Path | None,
) -> None:
    """Writes one person's report from the answers in RESPONSES as a PDF. Two or more rounds: the
    last one, compared with the one before."""
    refuse_to_overwrite(out, responses, items, timings, comments)
    if pack_out:
        refuse_to_overwrite(pack_out, responses, items, timings, comments, out)
        if pack_out.resolve() == out.resolve():
            raise click.ClickException(f"{out} is named twice, for --pdf and --pack: choose two")
    name = _printed_name(subject)
    questionnaire, answers = _input(responses, items, timings, form_id, comments)
    try:
        case = _case(questionnaire, answers, subject, name)
        report = build(case)
        variant = Variant("short" if short else "full", paper, "light" if light else "dark")
        marked = stamp(snapshots.content_of(snapshots.to_text(report)), variant)
        figures = drawn(report)
        data = printed(report, figures, case.words, variant, marked)
        packed = zipped(pack(report, data)) if pack_out else b""
    except PlumblineError as refused:
        raise click.ClickException(str(refused)) from refused
    write_whole(out, data)
    if pack_out:
        write_whole(pack_out, packed)


def _printed_name(subject: str) -> str:
    """The name as it is printed, on one line. Ends the command if it could not be read there."""
    if FORBIDDEN.search(subject) or any(c in subject for c in "\t\r\n"):
        raise click.ClickException("the name after --subject has control characters: type it anew")
    if len(subject) > LONGEST_NAME:
        raise click.ClickException(
            f"the name after --subject has {len(subject)} characters; shorten it to {LONGEST_NAME}"
        )
    if not any(c.isprintable() and not c.isspace() for c in subject):
        raise click.ClickException("the name after --subject is empty: say whose report it is")
    return clean_text(subject, LONGEST_NAME)


def _case(questionnaire: Questionnaire, answers: Answers, subject: str, name: str) -> Case:
    known = set(answers.sheets.index.get_level_values("subject"))
    if answers.by_subject and subject not in known:
        near = difflib.get_close_matches(subject, sorted(known), n=3, cutoff=0.5)
        cure = f"did you mean {' or '.join(map(repr, near))}?" if near else _some_of(known)
        raise BadInput(f"nobody is called {subject!r} in the column subject; {cure}")
    _refuse_unworded(questionnaire, answers)
    key = subject if answers.by_subject else ""
    scores = score(answers.sheets, answers.form, answers.seconds)
    return case_of(
        questionnaire,
        answers.form,
        scores,
        key,
        name=name,
        words=Words(spoken(questionnaire.instrument.languages)),
        form_id=answers.form_id or "",
        comments=_comments(answers, key, rounds_of(scores, key)),
    )


def _some_of(known: set[str]) -> str:
    return f"there are: {', '.join(sorted(known)[:10])}"


def _refuse_unworded(questionnaire: Questionnaire, answers: Answers) -> None:
    """A form of one's own can be reported only if the instrument has words for all of it."""
    form = answers.form
    placed = {
        item.id: (skill.id, item.responsibility)
        for skill in questionnaire.skills
        for item in skill.items
    }
    for place in zip(form.items, form.skills, form.responsibilities, strict=True):
        if placed.get(place[0]) != place[1:]:
            raise BadInput(f"the instrument has no statement {place[0]!r} in that place: a report "
                           "needs its words (score does not)")  # fmt: skip


def _comments(answers: Answers, subject: str, rounds: list[int]) -> list[Comment]:
    """Those of the round that is reported: the last of `rounds`, where somebody is usable."""
    table = answers.comments
    if table is None or not rounds:
        return []
    here = table[(table["subject"] == subject) & (table["round"] == rounds[-1])]
    columns = (here["group"], here["question"], here["text"])
    return [Comment(str(g), str(q), str(t)) for g, q, t in zip(*columns, strict=True)]


@click.command("pilot")
@input_options
@click.option("--self", "own", is_flag=True, help="Of the self-ratings, not of all others.")
def pilot_command(
    responses: Path,
    items: Path | None,
    timings: Path | None,
    form_id: str | None,
    *,
    own: bool,
) -> None:
    """Tells how the items behave in the answers in RESPONSES (see score): for their author. Needs
    50 forms; alpha and omega begin to settle from about 100. Unrounded shares, for administrators'
    eyes."""
    _, answers = _input(responses, items, timings, form_id)
    found = pilot(answers.sheets, answers.form, own=own)
    if found is None:
        raise click.ClickException(
            f"these are fewer than {LEAST} forms: alpha and the like would say nothing"
        )
    click.echo(f"{found.sheets} forms")
    click.echo(f"{'item':24}{'n':>6}{'unseen':>8}{'top':>6}{'top 2':>7}{'rest':>7}")
    for one in found.items:
        shares = f"{one.not_observed:8.0%}{one.ceiling:6.0%}{one.high:7.0%}{one.item_rest:7.2f}"
        click.echo(f"{one.item:24}{one.n:6}{shares}".replace("nan%", "   –").replace("nan", "  –"))
    for scale in found.scales:
        alpha = f"{scale.alpha:.2f} ({scale.alpha_low:.2f} to {scale.alpha_high:.2f})"
        omega = f"{scale.omega:.2f} ({scale.omega_low:.2f} to {scale.omega_high:.2f})"
        click.echo(f"{scale.skill}: {scale.sheets} forms, alpha {alpha}, omega {omega}")


COMMANDS = [score_command, report_command, pilot_command]
