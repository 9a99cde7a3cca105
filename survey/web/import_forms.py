"""The two forms of an import: a file, and which column holds what."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import FileField, Form, SelectField
from wtforms.fields import SelectChoice

from survey.importing import spreadsheet
from survey.importing.spreadsheet import BadTable, Table
from survey.importing.table_columns import FIELDS
from survey.web.import_words import FIELDS as NAMES
from survey.web.import_words import REASONS

NONE = -1


class UploadForm(Form):  # type: ignore[misc]  # WTForms has no types
    file = FileField(lazy_gettext("Table, as CSV or XLSX"))
    table: Table | None = None
    """What `validate` read."""

    def validate_file(self, field: Any) -> None:
        """WTForms' hook."""
        given = field.data
        if not getattr(given, "filename", ""):
            field.errors = (*field.errors, gettext("Choose a file"))
            return
        try:
            self.table = spreadsheet.read(given.read(spreadsheet.LARGEST + 1), given.filename)
        except BadTable as error:
            field.errors = (*field.errors, REASONS[error.reason])


class ColumnsForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A select for each field; what it offers are the columns of the file."""

    manager_name = SelectField(NAMES["manager_name"], coerce=int, default=NONE)
    manager_email = SelectField(NAMES["manager_email"], coerce=int, default=NONE)
    role = SelectField(NAMES["role"], coerce=int, default=NONE)
    coach = SelectField(NAMES["coach"], coerce=int, default=NONE)
    rater_name = SelectField(NAMES["rater_name"], coerce=int, default=NONE)
    rater_email = SelectField(NAMES["rater_email"], coerce=int, default=NONE)
    group = SelectField(NAMES["group"], coerce=int, default=NONE)
    language = SelectField(NAMES["language"], coerce=int, default=NONE)

    @classmethod
    def of(
        cls,
        header: Sequence[str],
        chosen: Mapping[Any, int] | None,
        data: MultiDict[str, str] | None = None,
    ) -> "ColumnsForm":
        form = cls(data, data=chosen)
        offered = [SelectChoice(NONE, gettext("Not in the file"))]
        offered += [SelectChoice(n, _called(n, name)) for n, name in enumerate(header)]
        for field in form:
            field.choices = offered
        return form

    def validate_manager_email(self, field: Any) -> None:
        """WTForms' hook."""
        if field.data == NONE:
            field.errors = (*field.errors, gettext("Say which column holds the manager's address"))

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        taken: set[int] = set()
        for field in self:
            if field.data in taken:
                field.errors = (*field.errors, gettext("This column was chosen twice"))
                fine = False
            if field.data != NONE:
                taken.add(field.data)
        return fine

    def chosen(self) -> dict[str, int]:
        return {name: self[name].data for name in FIELDS if self[name].data != NONE}


def _called(place: int, name: str) -> str:
    """As a spreadsheet names it, with what stands at its top."""
    letters, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}: {' '.join(name.split())[:60]}" if name.strip() else letters
