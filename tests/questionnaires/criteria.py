"""What makes a statement fit to be rated, as far as a machine can tell.

Every function takes plain strings and returns what it dislikes, so that the tests can also show
that it dislikes a wrong statement. Whether a statement is observable and true to its source, a
person must judge.
"""

import re
from difflib import SequenceMatcher

import pyphen

SYLLABLES = pyphen.Pyphen(lang="en_US")
PYPHEN_READS_LOW = 0.8
"""School grades by which hyphenation undercounts against a dictionary of spoken syllables."""

DOUBLE_BARRELS = re.compile(r" and | or |as well as|/|;|, ")
NEGATIONS = re.compile(
    r"\b(not|never|no|nobody|none|nothing|neither|nor|without|fails?|refuses?|avoids?|cannot|\w+n't)\b"
)
FREQUENCY_OR_QUALITY = re.compile(
    r"\b(always|often|regular|rarely|seldom|sometimes|usual|frequent|constant|consistent|routine|"
    r"continual|daily|weekly|occasional|effective|efficient|proper|appropriate|adequate|suitable|"
    r"correct|strong|good|better than|well|clear|fair|great|excellent|successful|sufficient|enough|"
    r"very|highly|fully|truly|genuine)(ly)?\b"
)
JARGON = re.compile(
    r"\b(kpis?|smart|kaizen|synerg\w+|leverag\w+|paradigm\w*|empower\w*|holistic\w*|proactive\w*|"
    r"stakeholders?|alignment|aligned|aligns?|root cause|six sigma|lean|pdca|capa|agile|"
    r"benchmark\w*|best practice|deliverables?|facilitat\w+|implement\w*|initiatives?|"
    r"optimi[sz]\w+|strateg\w+)\b"
)
GENDERED = re.compile(r"\b(he|she|him|her|his|hers|himself|herself|man|men|woman|women)\b")
NOT_SAID_IN_A_REPORT = re.compile(
    r"\b(weak\w*|poor\w*|bad|badly|fail\w*|deficit\w*|low performers?|score below standard|"
    r"you are an?)\b"
)
# fmt: off
FUNCTION_WORDS = frozenset({
    "i", "my", "own", "me", "the", "a", "an", "to", "of", "in", "on", "for", "with", "from", "at",
    "that", "when", "it", "is", "am", "are", "their", "they", "them",
})
# fmt: on


def words(text):
    return re.findall(r"[A-Za-z][A-Za-z'’-]*", text)


def sentences(text):
    return [part for part in re.split(r"(?<=[.?!])\s+", text.strip()) if part]


def found(pattern, text):
    return [match[0].strip() for match in pattern.finditer(text.lower())]


def is_one_sentence(text):
    return len(sentences(text)) == 1 and text.endswith(".") and text.count(".") == 1


def grade(texts):
    """Flesch-Kincaid school grade of these texts taken together."""
    count = sum(len(words(text)) for text in texts)
    syllables = sum(len(SYLLABLES.positions(word)) + 1 for text in texts for word in words(text))
    full_stops = sum(len(sentences(text)) for text in texts)
    return 0.39 * count / full_stops + 11.8 * syllables / count - 15.59 + PYPHEN_READS_LOW


def third_person(verb):
    if verb in {"am", "have"}:
        return {"am": "is", "have": "has"}[verb]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")


def verbs_match(own, other):
    """The self form is "I" and a verb; the other form begins with the same verb in -s."""
    pronoun, verb, *_ = own.split()
    return pronoun == "I" and other.split()[0] == third_person(verb).capitalize()


def content_words(text):
    return {stem(word.lower()) for word in words(text)} - FUNCTION_WORDS


def stem(word):
    word = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "sses", "xes", "oes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def overlap(one, another):
    """Shared content words as a share of all content words of the two, 0 to 1."""
    first, second = content_words(one), content_words(another)
    return len(first & second) / len(first | second)


def likeness(one, another):
    return SequenceMatcher(None, one.lower(), another.lower(), autojunk=False).ratio()


def antonyms(texts):
    """Words of these texts that are un-, in-, im- or dis- before another of their words."""
    every = {word.lower() for text in texts for word in words(text)}
    return sorted(
        word
        for word in every
        for prefix in ("un", "in", "im", "dis")
        if word.startswith(prefix) and len(word) > len(prefix) + 2 and word[len(prefix) :] in every
    )
