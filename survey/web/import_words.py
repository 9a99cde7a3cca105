"""What is said about tables: why a file cannot be read, what is wrong with a row, and its cure."""

from typing import Any

from flask_babel import gettext, lazy_gettext

from survey.importing.spreadsheet import MOST_ROWS, Reason
from survey.importing.table_columns import Field
from survey.importing.table_deeds import Kind, Problem

FIELDS: dict[Field, Any] = {
    "manager_name": lazy_gettext("Manager's name"),
    "manager_email": lazy_gettext("Manager's e-mail"),
    "role": lazy_gettext("Role"),
    "coach": lazy_gettext("Coach's e-mail"),
    "rater_name": lazy_gettext("Rater's name"),
    "rater_email": lazy_gettext("Rater's e-mail"),
    "group": lazy_gettext("Rater group"),
    "language": lazy_gettext("Language"),
}
REASONS: dict[Reason, Any] = {
    "empty": lazy_gettext("There are no rows below a header in this file. Fill in the template"),
    "large": lazy_gettext("The file is larger than 2 megabytes. Split it into several"),
    "long": lazy_gettext(
        "The table has more than %(most)s rows. Split it into several", most=MOST_ROWS
    ),
    "wide": lazy_gettext("The table has more than 200 columns. Take out what is not needed"),
    "kind": lazy_gettext("This is neither CSV nor XLSX. Save the table as one of them"),
    "bomb": lazy_gettext(
        "The workbook unpacks to far more than a table needs. Copy the rows to a new one, "
        "or save it as CSV"
    ),
    "macros": lazy_gettext("The workbook holds macros. Save it as XLSX without them, or as CSV"),
    "unreadable": lazy_gettext("The workbook cannot be read. Open and save it anew, or as CSV"),
    "quotes": lazy_gettext("A quotation mark is opened and not closed. Save the table as CSV anew"),
    "nul": lazy_gettext("The file holds characters that no text has. Save it as CSV in UTF-8"),
    "binary": lazy_gettext("The file is not text. Save it as CSV in UTF-8, or as XLSX"),
}
_KINDS: dict[Kind, tuple[Any, Any]] = {
    "ragged": (
        lazy_gettext("The row has %(about)s cells, the header has %(like)s"),
        lazy_gettext("Put cells that hold the separator in quotation marks, or use XLSX"),
    ),
    "control": (
        lazy_gettext("There is a character in it that cannot be seen"),
        lazy_gettext("Type the cell anew"),
    ),
    "long": (
        lazy_gettext("The text is too long"),
        lazy_gettext("Shorten it to %(about)s characters"),
    ),
    "no_manager": (
        lazy_gettext("It does not say which manager this is about"),
        lazy_gettext("Give the manager's e-mail address in every row"),
    ),
    "no_name": (
        lazy_gettext("%(about)s has no name"),
        lazy_gettext("Give the name in this row or in another with this address"),
    ),
    "bad_name": (
        lazy_gettext("“%(about)s” cannot be a name"),
        lazy_gettext("Give a name of up to 120 characters"),
    ),
    "bad_address": (
        lazy_gettext("“%(about)s” is not an address"),
        lazy_gettext("Write it like name@example.org"),
    ),
    "no_coach": (
        lazy_gettext("No coach of this organisation has the address “%(about)s”"),
        lazy_gettext("Invite this coach first, or leave the cell empty"),
    ),
    "no_group": (
        lazy_gettext("The rater is in no group"),
        lazy_gettext("Give one of the groups listed with the template"),
    ),
    "no_such_group": (
        lazy_gettext("There is no group “%(about)s”"),
        lazy_gettext("Give one of the groups listed with the template"),
    ),
    "no_rater": (
        lazy_gettext("There is a rater without an address"),
        lazy_gettext("Give the address, or leave the rater's cells empty"),
    ),
    "oneself": (
        lazy_gettext("Managers cannot be raters of themselves"),
        lazy_gettext("Leave the row out; the manager gets a form of their own anyway"),
    ),
    "two_names": (
        lazy_gettext("This address is called “%(like)s” in row %(about)s"),
        lazy_gettext("One address is one person. Use one name, or mend the address"),
    ),
    "two_values": (
        lazy_gettext("Row %(about)s says “%(like)s” about the same person"),
        lazy_gettext("Say the same in both rows, or leave one cell empty"),
    ),
    "two_groups": (
        lazy_gettext("Row %(about)s puts the same rater in another group"),
        lazy_gettext("Keep one of the two rows"),
    ),
    "no_language": (
        lazy_gettext("“%(about)s” is not a language of this round"),
        lazy_gettext("Use one of these codes: %(like)s"),
    ),
}
_MEANT = {"no_group", "no_such_group", "no_coach"}


def what(problem: Problem) -> str:
    return _filled(_KINDS[problem.kind][0], problem)


def cure(problem: Problem) -> str:
    if problem.like and problem.kind in _MEANT:
        return str(gettext("Did you mean “%(meant)s”?", meant=problem.like))
    return _filled(_KINDS[problem.kind][1], problem)


def _filled(text: Any, problem: Problem) -> str:
    """What people typed may look like a tag: it is put in by exact replacement, once."""
    parts = str(text).split("%(about)s")
    return problem.about.join(part.replace("%(like)s", problem.like) for part in parts)
