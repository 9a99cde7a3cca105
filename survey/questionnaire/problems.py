"""The catalogue of all that can be wrong with a questionnaire, and the error that lists it.

A message is a sentence with named places; what goes into them is shown, never interpreted:
`string.Template` has no attribute access and no format specs, so text from a file cannot run.
"""

import difflib
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from enum import Enum
from string import Template

from survey.errors import PlumblineError

MOST_SHOWN = 100
"""Problems noted for one file; the search ends there and the list says so."""


class Message(Enum):
    """Every sentence that the loader can say. Tests assert these names, not the wording."""

    # What a file may be made of (guard)
    FILE_TOO_LARGE = "the file has more than $limit bytes; cut it into smaller files"
    NOT_UTF8 = "the file is not UTF-8 here; save it as UTF-8"
    FORBIDDEN_CHARACTER = "the character $character is not allowed; remove it"
    SYNTAX = "this is not correct YAML: $reason; $cure"
    TOO_DEEP = "lists and maps lie more than $limit deep; flatten them"
    TOO_MANY_NODES = "the file has more than $limit values; cut it into smaller files"
    TAG = "tags such as $tag are not allowed; write the plain value"
    ANCHOR = "anchors (&$name) are not allowed; write the value where it is needed"
    ALIAS = "aliases (*$name) are not allowed; write the value again"
    MERGE_KEY = "merge keys (<<) are not allowed; write the keys out"
    DUPLICATE_KEY = "key $key is already in line $line; keep one of the two"
    KEY_NOT_TEXT = "a key must be a plain word, not a list or a map"
    SECOND_DOCUMENT = "a second document (---) begins here; keep one document a file"
    DIRECTIVE = "directives (%YAML, %TAG) are not allowed; remove the line"

    # What a file must hold (schema)
    UNKNOWN_KEY = "unknown key $key"
    MISSING_KEY = "key $key is missing"
    NO_VALUE = "$key has nothing in it"
    NOT_ONE_TEXT = "$key must be one text, not a list or a map"
    NOT_A_STRING = "$key must be text, but $value is not; put it in quotes"
    NOT_A_TEXT = "$key must be text, or a map with one text for each language"
    NOT_A_NUMBER = "$key must be a whole number"
    NOT_TRUE_OR_FALSE = "$key must be true or false"
    NOT_A_LIST = "$key must be a list"
    NOT_A_MAP = "$key must be a map of keys and values"
    TOO_SHORT = "$key has too few entries; at least $limit needed"
    TOO_LONG = "$key has too many entries; at most $limit allowed"
    TEXT_EMPTY = "$key is empty"
    TEXT_TOO_LONG = "$key is longer than $limit characters"
    BAD_ID = "$value is not an id: small letters, digits and single _, a letter first"
    BAD_LANGUAGE = "$value is not a language code such as en or de_AT"
    BAD_ISBN = "$isbn is not an ISBN: 13 digits from the back of the book, in quotes, no hyphens"
    NOT_A_CHOICE = "$value is not possible for $key; use one of $choices"
    NUMBER_TOO_SMALL = "$key must be at least $limit"
    NUMBER_TOO_LARGE = "$key must be at most $limit"
    NOT_ONE_LINE = "$key must be one line of text"
    NO_PLACEHOLDER_HERE = "$key is printed as it is; {subject} is not replaced here"
    UNKNOWN_PLACEHOLDER = "braces are only for {subject}, the name of the person assessed"
    UNDECLARED_LANGUAGE = "$language is not among the languages of instrument.yaml ($languages)"
    MISSING_LANGUAGE = "$key is not written in $languages; write one text for each language"
    INVALID = "$key is not right: $reason"

    # How the files fit together (checks)
    NO_FOLDER = "there is no folder here; give the folder that holds instrument.yaml"
    UNREADABLE_FOLDER = "the folder cannot be read; check its name and who may read it"
    TOO_MANY_FILES = "there are more than $limit YAML files here; give the folder of one instrument"
    NO_INSTRUMENT = "there is no instrument.yaml in this folder"
    NO_SKILL_FILE = "there is no file $file for this skill"
    UNREADABLE_FILE = "the file cannot be read; check who may read it"
    OUTSIDE_FOLDER = "this is not an ordinary file inside the folder; copy it here"
    STRAY_FILE = "this file is not in the order of skills in instrument.yaml; add it or move it"
    FILE_NAME_NOT_ID = "id $id does not fit the name of the file; it must be $expected"
    TAKEN_ID = "$kind $id is already in $file, line $line; choose another"
    RESERVED_ID = "$id is a word that reports use themselves; choose another id"
    COMMENTS_CLASH = "$id is also a skill, and comments are kept under that id; choose another"
    UNKNOWN_RESPONSIBILITY = "unknown responsibility $id"
    UNKNOWN_GROUP = "unknown rater group $id"
    UNKNOWN_TYPE = "unknown type of question $type; use one of $choices"
    TOO_FEW_OPTIONS = "type $type needs at least two options to choose from"
    OPTIONS_IN_VAIN = "$key is only for type $types; take it out or change the type"
    PICK_TOO_MANY = "pick $count of $many options leaves nothing to choose; make it smaller"
    NOT_ONE_CONDITION = "write exactly one of equals, at_least, one_of; here are $count"
    UNKNOWN_QUESTION = "there is no statement and no question $id"
    NO_CONDITION_ON_WORDS = "$id is answered in words; name a statement, a choice or a ranking"
    NOT_EARLIER = "$id is not asked on an earlier page; move it forward, or this one back"
    CONDITION_FOR_NUMBERS = "$id is answered with options; write one_of with some of their ids"
    CONDITION_FOR_OPTIONS = "$id is answered on the scale; write equals or at_least with a number"
    OFF_THE_SCALE = "$value is not on the scale; answers go from $min to $max"
    UNKNOWN_OPTION = "$question has no option $id"
    NOT_ASKED_OF_ALL = "$id is not asked of all who are asked this (not in $where); ask it there"
    NOTHING_ASKED = "$groups: no item here is sure to be asked in form $form; add one"
    NOT_ONE_SELF_GROUP = "exactly one rater group must be of kind self, here are $count"
    SAME_MERGE_ORDER = "merge_order $value is also that of $id; each anonymous group needs its own"
    SAME_SIGN = "sign $value is also that of $id; readers could not tell the two apart"
    SAME_NAME = "$value stands here twice; readers could not tell the two apart"
    EMPTY_CELL = "no item asks about $responsibility in form $form; add one"
    NO_CORE_ITEM = "no item of this skill is in form $form; make at least one core: true"
    TOO_MANY_ITEMS = "this makes $count items; at most $limit can be asked"
    MORE = "there may be more problems in this file; mend these first"


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in a file; line and column count from 1, as editors do."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where, what, and if known the right word.

    Line and column count from 1; both are 0 where there is no file to point into.
    """

    file: str
    line: int
    column: int
    message: str
    suggestion: str = ""
    name: Message = field(default=Message.INVALID, compare=False)
    """The catalogue entry that `message` was made from."""

    def __str__(self) -> str:
        hint = f" (did you mean {self.suggestion}?)" if self.suggestion else ""
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{place}: {self.message}{hint}"


class Problems(PlumblineError):
    """A questionnaire that cannot be used. `problems` lists all of them, file by file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Remarks:
    """Collects what is wrong with one file."""

    def __init__(self, file: str) -> None:
        self.file = shown(file, quote="", longest=1000)
        self._problems: list[Problem] = []
        self._places: set[Place] = set()

    def add(
        self, name: Message, place: Place, suggestion: str = "", /, **values: str | int
    ) -> None:
        """Note one problem. Values are shown as they are; quote them with `shown` first."""
        self._places.add(place)
        if self.full:
            return
        message = Template(name.value).safe_substitute(values)
        self._problems.append(
            Problem(self.file, place.line, place.column, message, suggestion, name)
        )

    @property
    def full(self) -> bool:
        """As many as are listed: any further search is wasted."""
        return len(self._problems) >= MOST_SHOWN

    def at(self, place: Place) -> bool:
        """Whether something was already said about this place."""
        return place in self._places

    def listed(self) -> list[Problem]:
        """The problems in the order of the file; the last one says if there may be more."""
        listed = sorted(self._problems)
        if self.full:
            last, more = listed[-1], Message.MORE
            listed.append(Problem(self.file, last.line, last.column, more.value, name=more))
        return listed


def shown(value: object, quote: str = "'", longest: int = 60) -> str:
    """A value from a file as it may be printed: short, in quotes, nothing that moves a cursor."""
    text = str(value)
    short = text if len(text) <= longest else text[: longest - 3] + "…"
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short)
    return f"{quote}{safe}{quote}"


def nearest(word: str, known: Set[str]) -> str:
    """The known word most like this one, quoted; "" if none is near."""
    if len(word) > 60:
        return ""
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return shown(close[0]) if close else ""
