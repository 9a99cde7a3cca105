"""What no sentence of a report may say, by language: labels of persons, verdicts, grades."""

import re

FORBIDDEN = {
    "en": r"\b(weak\w*|poor\w*|bad|badly|fail\w*|deficit\w*|inadequate\w*|incompeten\w*|"
    r"(low|high|top|under) ?-?performers?|below (the )?standard|you are an?|over-?estimat\w*|"
    r"under-?estimat\w*|grades?|graded|marks out of|pass mark|excellent|top of the class)\b",
    "de": r"\b(schwäch\w*|schwach\w*|schlecht\w*|mangelhaft\w*|ungenügend\w*|defizit\w*|versag\w*|"
    r"unfähig\w*|leistungsschwach\w*|minderleister\w*|unter dem standard|sie sind eine?|"
    r"überschätz\w*|unterschätz\w*|schulnoten?|benot\w*)\b",
}
"""By language; of another one nothing is known, and nothing is refused."""
INNOCENT = ("part is below the standard", "work below the standard", "not a grade")
"""Said of a part that is delivered, and of what a report is not."""


def verdicts(text, language):
    """Forbidden words in it."""
    pattern = FORBIDDEN.get(language.partition("_")[0])
    plain = text.lower()
    for phrase in INNOCENT:
        plain = plain.replace(phrase, "")
    return [found[0] for found in re.finditer(pattern, plain)] if pattern else []
