"""The words by which remark_hints knows a title, a place or whoever writes, by language.

Patterns stand for words or phrases: what both `re` and JavaScript's RegExp read alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Of one language. Empty strings: the language has no such rule."""

    titles: str = ""
    """Before a name."""
    places: str = ""
    """Before a place, of which the first letter is a capital."""
    days: str = ""
    """Days that have no name, such as yesterday."""
    hours: str = ""
    """After the number of an hour."""
    unclear: tuple[str, ...] = ()
    """Months whose name is another word, too."""
    before_months: str = ""
    """What tells such a month from the other word."""
    ordinary: str = ""
    """Written with a capital, and no name of a person."""
    writers: tuple[str, ...] = ()
    """What only few can say of themselves."""


_EN = Words(
    titles=r"(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?|[Cc]olleagues? named|[Nn]amed|[Cc]alled",
    places="[Ii]n|[Aa]t|[Nn]ear",
    days="[Yy]esterday|[Ll]ast (?:week|month|summer|winter|spring|autumn)|[Tt]his morning",
    hours="a\\.?m\\.?|p\\.?m\\.?|o['’]clock",
    unclear=("May", "March"),
    before_months="[Ii]n|[Ll]ast|[Ss]ince|[Uu]ntil|[Bb]y|of|[Ee]arly|[Ll]ate|[Mm]id|[Nn]ext|[Tt]his",
    ordinary="English|German|French|Spanish|Italian|Dutch|Polish|Chinese|European|American|Excel|"
    "Outlook|Slack|Teams|Zoom|Word|Jira|Confluence|Scrum|Kanban|Agile|Lean|Internet|"
    "Christmas|Easter|Sales|Marketing|Finance|Legal|Operations|Quality|Assembly|"
    "Engineering|Purchasing|Production|Logistics|Controlling|Support|Procurement|"
    "Management|Board|Human|Resources|Customers|Peers|God|It|That|Let|What|There|Here|He|"
    "She|Who|One|Everyone|Everybody|Nobody|Someone|Today|Tomorrow|Yesterday|This|Where|"
    "How|Why|When",
    writers=(
        "[Aa]s (?:your|his|her|the|their) (?:only |own )?(?:deputy|assistant|secretary|successor|"
        "predecessor|mentor|mentee|intern|trainee|apprentice|driver|works council)",
        "[Aa]s the only [a-z]+",
        "[Ss]ince (?:I|we) (?:joined|started|moved|took over|came)",
        "[Ww]hen (?:I|we) (?:joined|started|moved|took over|was hired|was ill|was promoted)",
        "(?:[Mm]y|[Oo]ur) project [A-Z0-9][A-Za-z0-9]*",
        "(?:[Mm]y|[Oo]ur) (?:own )?(?:team|project|department|branch|shift|deputy|assistant|"
        "promotion|salary|contract|leave|pregnancy|illness|daughter|son|wife|husband|team lead|"
        "first (?:day|week|month|year)|last (?:appraisal|review))",
        "I(?: am|['’]m) the only [a-z]+",
        "I report to",
        "[Oo]ur (?:call|talk|conversation|one-to-one|1:1|meeting) (?:about|on|with)",
    ),
)

_DE = Words(
    titles=r"Herrn?(?: Dr\.)?|Frau(?: Dr\.)?|Dr\.|Prof\.|Kolleg(?:e|en|in)|Firma",
    places="(?:am |vom |im |dem )?(?:Standort|Werk|Niederlassung|Filiale)(?: in)?",
    days="[Gg]estern|[Vv]orgestern|[Ll]etzte (?:Woche)|[Ll]etzte[nrs] (?:Woche|Monat|Sommer|Winter|"
    "Frühjahr|Herbst)|[Hh]eute (?:Morgen|früh)",
    hours="Uhr|h(?![a-zäöü])",
    writers=(
        "[Aa]ls (?:deine?|Ihre?|seine?|ihre?)e?r? (?:Stellvertreter(?:in)?|Assistent(?:in)?|"
        "Nachfolger(?:in)?|Vorgänger(?:in)?|Mentor(?:in)?|Azubi|Praktikant(?:in)?)",
        "[Aa]ls einzige[rs]? [A-Za-zÄÖÜäöüß]+",
        "[Ss]eit (?:ich|wir) (?:hier|dabei|da|im Team)",
        "[Aa]ls (?:ich|wir) (?:anfing|anfingen|krank|neu|befördert)",
        "(?:[Mm]ein|[Uu]nser)(?:e|em|en|er|es)? (?:Teams?|Projekts?|Abteilung|Schicht|Filiale|"
        "Gehalt|Vertrag|Beförderung|Elternzeit|Stellvertreter(?:in)?|Tochter|Sohn|Frau|Mann)",
        "[Ii]ch bin (?:der|die|das) einzige",
        "[Ii]ch berichte an",
    ),
)

_FR = Words(
    titles=r"M\.|Mme|Mlle|Monsieur|Madame|Dr",
    places="[Àà]|[Cc]hez|[Ee]n",
    days="[Hh]ier|[Ll]a semaine dernière|[Ll]e mois dernier",
    hours="heures?|h(?![a-zàâéè])",
    ordinary="Excel|Outlook|Slack|Teams|Word|Internet|Noël|Pâques|Dieu",
    writers=(
        "[Ee]n tant qu[e’'] ?(?:adjoint|adjointe|assistant|assistante|stagiaire)",
        "[Dd]epuis (?:mon|notre) arrivée",
        "(?:[Mm]on|[Mm]a|[Nn]otre) (?:équipe|projet|service|salaire|contrat|promotion|congé)",
    ),
)

_ES = Words(
    titles=r"Sr\.?|Sra\.?|Srta\.?|Señora?|Don|Doña|Dra?\.",
    places="[Ee]n",
    days="[Aa]yer|[Ll]a semana pasada|[Ee]l mes pasado",
    hours="horas?",
    ordinary="Excel|Outlook|Slack|Teams|Word|Internet|Navidad|Dios",
    writers=(
        "[Cc]omo (?:su|tu) (?:asistente|adjunto|adjunta|suplente)",
        "[Dd]esde que (?:llegué|entré|empecé)",
        "(?:[Mm]i|[Nn]uestro|[Nn]uestra) (?:equipo|proyecto|departamento|sueldo|contrato|turno)",
    ),
)

WORDS: Mapping[str, Words] = {"en": _EN, "de": _DE, "fr": _FR, "es": _ES}
"""Other languages have what numbers and the calendar tell, and capitals inside a sentence."""

NOUNS_HAVE_CAPITALS = frozenset({"de", "lb"})
"""Languages in which a capital inside a sentence means nothing."""
