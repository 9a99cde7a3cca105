"""What the linter looks for in a statement, language by language. Other languages have no lists.

A word list finds most and not all; each entry was tried on the statements of the tests.
"""

import re
from collections.abc import Mapping

Patterns = Mapping[str, re.Pattern[str]]


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(alternatives)})(?![\w-])", re.IGNORECASE)


def _every(words: str) -> frozenset[str]:
    return frozenset(words.split())


TWO_THINGS: Patterns = {
    "en": re.compile(
        r"(?<![\w-])(?:and|or|as well as|but also|plus|while also)(?![\w-])|/|;|, (?=\w+s\b)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"(?<![\w-])(?:und|oder|sowie|als auch|beziehungsweise|bzw\.?|samt)(?![\w-])|/|;",
        re.IGNORECASE,
    ),
}
ONE_THING: Patterns = {  # pairs that name one thing
    "en": _words("back and forth", "now and then", "trial and error", "give and take",
                 "again and again", "more and more", "research and development",
                 "health and safety", "step by step and", "pros and cons", "to and fro",
                 "ups and downs", "cause and effect", "questions and answers"),
    "de": _words("hin und her", "nach und nach", "ab und zu", "mehr und mehr", "immer und immer",
                 "für und wider", "forschung und entwicklung", "geben und nehmen", "auf und ab",
                 "hin und wieder", "ursache und wirkung", "arbeits- und gesundheitsschutz"),
}  # fmt: skip
NEGATIONS: Patterns = {
    "en": _words("not", "never", "no", "nobody", "none", "nothing", "neither", "nor", "without",
                 r"fails? to", "refuses?", "avoids?", "cannot", r"\w+n['’]t", "no one", "nowhere",
                 r"refrains?", "lacks", r"neglects?", "hardly", "rarely", "seldom"),
    "de": _words("nicht", "nie", "niemals", r"kein\w*", "ohne", r"niemand\w*", "nichts", "weder",
                 r"vermeide\w*", r"verweiger\w*", r"unterl[aä]ss\w*", r"versäum\w*", "kaum",
                 "selten", "nirgends", "statt", r"verzichte\w*"),
}  # fmt: skip
JARGON: Patterns = {
    "en": _words(r"kpis?", "smart", "kaizen", r"synerg\w+", r"leverag\w+", r"paradigm\w*",
                 r"empower\w*", r"holistic\w*", r"proactive\w*", r"stakeholders?", "alignment",
                 r"align(?:s|ed)?", "root cause", "six sigma", "lean", "pdca", "capa", "agile",
                 r"benchmark\w*", r"best[- ]practices?", r"deliverables?", r"facilitat\w+",
                 r"implement\w*", r"initiatives?", r"optimi[sz]\w+", r"strateg\w+", r"roadmaps?",
                 "buy-in", r"touch ?points?", r"low[- ]hanging fruit", "bandwidth", r"okrs?",
                 r"operationali[sz]\w+", "value-add", "mindset", r"champions?", r"cascad\w+"),
    "de": _words(r"kpis?", "smart", "kaizen", r"synergie\w*", r"paradigm\w*", r"empower\w*",
                 r"ganzheitlich\w*", r"proaktiv\w*", r"stakeholder\w*", r"alignment", "lean",
                 r"agil\w*", r"benchmark\w*", r"best[- ]practices?", r"implementier\w*",
                 r"initiativen?", r"optimier\w*", r"strategi\w+", r"roadmaps?", "buy-in", r"okrs?",
                 "mindset", r"commitment\w*", r"committe\w*", r"learnings?", r"performance\w*",
                 r"zielführend\w*", r"operationalisier\w*", r"workflow\w*", r"leverage\w*",
                 r"change[- ]management", r"governance", r"challeng\w+", r"nachhaltig\w*"),
}  # fmt: skip
UNSEEN: Patterns = {  # what goes on within a person: nobody can see or hear it
    "en": re.compile(
        r"^(?:i (?:am|have) |is |has )?(?:(?:really|truly|deeply) )?(?:believ\w+|thinks?|feels?|"
        r"knows?|understands?|intends?|wants?|hopes?|cares?|values?|realis\w+|realiz\w+|aware|"
        r"considers?|wish\w*|likes?|enjoys?|trusts?|respects?|convinced|committed|passionate|"
        r"motivated|a sense|an understanding|confident|interested|open to|willing|loyal|honest|"
        r"cares|worries|worry|expects?|remembers?|dislikes?|loves?)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"^(?:ich )?(?:(?:bin|ist|habe|hat|fühle|fühlt) (?:mir |sich |sich |mich )?)?"
        r"(?:glaub\w+|denk(?:e|t)\b(?! laut)|fühl\w+|weiß|versteh\w+|will|möchte|hoff\w+|"
        r"schätz\w+|kenn\w+|mein(?:e|t)\b|wünsch\w+|mag|vertrau\w+|respektier\w+|bewusst|"
        r"überzeugt|motiviert|interessiert|loyal|ehrlich|sorg(?:e|t) (?:mich|sich)|"
        r"erwarte\w*|beabsichtig\w+|bereit|offen für|ein gespür|verständnis)\b|"
        r"^(?:ich bin mir|ist sich) (?:\w+ ){0,3}bewusst\b",
        re.IGNORECASE,
    ),
}
FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "en": _every(
        "i my own me mine myself the a an to of in on for with from at that when it is am are their"
        " they them this these those his her its as by be who what how if which"
    ),
    "de": _every(
        "ich mein meine meinen meinem meiner meines mich mir eigen eigene eigenen eigener eigenes"
        " eigenem der die das den dem des ein eine einen einem einer eines zu von in im am an auf"
        " für mit aus bei dass wenn es ist bin sind ihr ihre ihren ihrem ihrer sie ihnen sich wer"
        " was wie ob sein seine seinen als um seinem seiner"
    ),
}


def found(patterns: Patterns, language: str, text: str) -> list[str]:
    """What of it stands in the text, as written; [] for a language without a list."""
    pattern = patterns.get(language.partition("_")[0])
    return [match.group().strip(" ,") or "," for match in pattern.finditer(text)] if pattern else []
