"""Texts of a questionnaire, in one or several languages, and the base of all its models."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

LANGUAGE = r"^[a-z]{2,3}(_[A-Z]{2})?$"
"""A language as gettext and Babel write it: "en", "de_AT"."""
SUBJECT = "{subject}"
"""Stands for the name of the person assessed; filled in by exact replacement, see `words.fill`."""


class Frozen(BaseModel):
    """Frozen and closed: an unknown key is an error, not a surprise."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        str_strip_whitespace=True,  # a trailing line end of a block text is formatting
        use_attribute_docstrings=True,
    )


def text_schema(pattern: str, longest: int) -> dict[str, Any]:
    """JSON Schema of a text as authors write it: a string, or a map of strings by language."""
    one = {
        "type": "string",
        "maxLength": longest,
        "allOf": [{"pattern": r"\S"}, {"pattern": pattern}],
    }
    return {
        "oneOf": [
            one,
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"pattern": LANGUAGE},
                "additionalProperties": one,
            },
        ]
    }


class Text(Frozen):
    """One text, in one or several languages. In YAML: a string, or a map by language code.

    With validation context {"languages": [...]} every one of these must be there and no other;
    a plain string then does only where there is one language.
    """

    by_language: Mapping[str, Annotated[str, Field(min_length=1, max_length=4000)]]

    @model_validator(mode="before")
    @classmethod
    def _accept_yaml(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, str):
            value = {"": value}
        elif not isinstance(value, Mapping):
            return value
        elif isinstance(value.get("by_language"), Mapping) and not info.context:
            return value  # Text(by_language=...), never from a file
        elif not value:
            raise PydanticCustomError("TEXT_EMPTY", "see problems.py")
        else:
            _refuse("BAD_LANGUAGE", (code for code in value if not re.fullmatch(LANGUAGE, code)))
        if info.context:
            _check_languages(value, info.context["languages"])
        return {"by_language": {code: value[code] for code in sorted(value)}}

    @model_validator(mode="after")
    def _only_known_placeholders(self) -> "Text":
        texts = self.by_language.items()
        _refuse(
            "UNKNOWN_PLACEHOLDER",
            (code for code, text in texts if re.search(r"[{}]", text.replace(SUBJECT, ""))),
        )
        return self

    @model_serializer
    def _as_yaml(self) -> str | dict[str, str]:
        plain = self.by_language.get("")
        return plain if plain is not None else dict(self.by_language)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return text_schema(r"^([^{}]|\{subject\})*$", 4000)

    def to(self, language: str) -> str:
        """The text in `language`; "de_AT" falls back to "de", then as `instead` says."""
        texts = self.by_language
        return texts.get(language) or texts.get(language.partition("_")[0]) or texts[instead(texts)]

    def __hash__(self) -> int:
        return hash(frozenset(self.by_language.items()))


def instead(languages: Iterable[str]) -> str:
    """Which of these is read by whoever reads none of them: English, else the first by code.

    Of those who read neither, say an Arabic reader of German and English, more know English.
    """
    there = set(languages)
    return "en" if "en" in there else min(there)


def _refuse(message: str, codes: Iterable[str], **values: str | int) -> None:
    """Raise if there are any codes: one error that names all languages with the same mistake."""
    if wrong := tuple(codes):
        raise PydanticCustomError(message, "see problems.py", {"in_languages": wrong, **values})


def _check_languages(texts: Mapping[str, Any], declared: tuple[str, ...]) -> None:
    if set(texts) == {""} and len(declared) == 1:
        return
    languages = ", ".join(declared)
    unknown = (code for code in texts if code and code not in declared)
    _refuse("UNDECLARED_LANGUAGE", unknown, languages=languages)
    missing = ", ".join(code for code in declared if code not in texts)
    if missing:
        raise PydanticCustomError("MISSING_LANGUAGE", "see problems.py", {"languages": missing})


@dataclass(frozen=True)
class OneLine:
    """Annotation: a text for a line, a heading or a chart has no line ends and no placeholder."""

    longest: int

    def check(self, text: Text) -> Text:
        texts = text.by_language.items()
        long = (code for code, words in texts if len(words) > self.longest)
        _refuse("TEXT_TOO_LONG", long, limit=self.longest)
        _refuse("NOT_ONE_LINE", (code for code, words in texts if re.search(r"[\r\n]", words)))
        _refuse("NO_PLACEHOLDER_HERE", (code for code, words in texts if SUBJECT in words))
        return text

    def __get_pydantic_core_schema__(
        self, source: type[Text], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, _core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return text_schema(r"^\s*[^{}\r\n]*\s*$", self.longest)


Name = Annotated[Text, OneLine(100)]
Line = Annotated[Text, OneLine(300)]
