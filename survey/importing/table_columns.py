"""What the columns of an import hold, found by their headers in several languages. Pure."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal

Field = Literal[
    "manager_name", "manager_email", "role", "coach", "rater_name", "rater_email", "group",
    "language",
]  # fmt: skip
FIELDS: tuple[Field, ...] = (
    "manager_name", "manager_email", "role", "coach", "rater_name", "rater_email", "group",
    "language",
)  # fmt: skip
HEADERS: Mapping[Field, str] = {
    "manager_name": "Manager name",
    "manager_email": "Manager e-mail",
    "role": "Role",
    "coach": "Coach e-mail",
    "rater_name": "Rater name",
    "rater_email": "Rater e-mail",
    "group": "Group",
    "language": "Language",
}
"""Of the template."""
Columns = Mapping[Field, int]
"""Which column (from 0) holds what; a field may be left out."""

_SPELLINGS: Mapping[Field, tuple[str, ...]] = {
    "manager_name": (
        "manager name", "manager", "name", "participant", "participant name", "subject",
        "feedback receiver", "leader", "leader name", "führungskraft", "name der führungskraft",
        "teilnehmer", "chef", "chefens namn", "deltagare", "nom du manager", "participante",
        "nombre del responsable", "responsable", "nombre",
    ),
    "manager_email": (
        "manager email", "manager e mail", "manager mail", "manager address", "email", "e mail",
        "participant email", "leader email", "e mail der führungskraft", "email führungskraft",
        "e mail führungskraft", "chefens e post", "e post", "e post chef", "courriel du manager",
        "adresse du manager", "courriel", "correo del responsable", "correo", "mail",
    ),
    "role": (
        "role", "manager role", "position", "job title", "title", "funktion", "rolle", "stelle",
        "roll", "befattning", "titel", "fonction", "poste", "rôle", "cargo", "puesto", "rol",
    ),
    "coach": (
        "coach email", "coach", "coach e mail", "coach mail", "e mail des coaches",
        "e mail coach", "coachens e post", "e post coach", "courriel du coach",
        "correo del coach",
    ),
    "rater_name": (
        "rater name", "rater", "respondent", "respondent name", "reviewer", "feedback giver",
        "feedbackgeber", "name des feedbackgebers", "bewerter", "name bewerter",
        "bedömare", "bedömarens namn", "nom du répondant", "répondant", "évaluateur",
        "nom de l évaluateur", "evaluador", "nombre del evaluador",
    ),
    "rater_email": (
        "rater email", "rater e mail", "rater mail", "respondent email", "reviewer email",
        "e mail des feedbackgebers", "e mail feedbackgeber", "e mail bewerter",
        "bedömarens e post", "e post bedömare", "courriel du répondant",
        "courriel de l évaluateur", "correo del evaluador",
    ),
    "group": (
        "group", "rater group", "relationship", "relation", "perspective", "gruppe",
        "beziehung", "perspektive", "grupp", "relation till chefen", "groupe", "lien", "grupo",
        "relación",
    ),
    "language": (
        "language", "rater language", "lang", "locale", "sprache", "språk", "langue", "idioma",
    ),
}  # fmt: skip


def suggest(header: Sequence[str]) -> dict[Field, int]:
    """Columns by what their header says. The template's own headers are always found."""
    found: dict[Field, int] = {}
    said = [plain(cell) for cell in header]
    for wanted in FIELDS:
        spellings = [plain(one) for one in (wanted, *_SPELLINGS[wanted])]
        for spelling in spellings:
            taken = found.values()
            fits = [n for n, cell in enumerate(said) if cell == spelling and n not in taken]
            if fits:
                found[wanted] = fits[0]
                break
    return found


def plain(text: str) -> str:
    """Words in small letters, single spaces: "E-Mail_Adresse " is "e mail adresse"."""
    folded = unicodedata.normalize("NFC", text[:200]).casefold()
    words = "".join(c if c.isalnum() else " " for c in folded)
    return " ".join(words.split())
