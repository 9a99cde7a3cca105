"""What a new round may ask: the questionnaire that came with the product, or a published version
of the organisation's own."""

from flask_babel import get_locale, gettext

from survey.questionnaire.model import Questionnaire
from survey.store import questionnaires, versions
from survey.store.database import Tx
from survey.web.house import house


def offered(tx: Tx, organisation: str) -> list[tuple[str, str]]:
    """(version, what it is called); the product's own first, then the newest of each first."""
    language, own = str(get_locale()), house().questionnaire
    title = own.instrument.title.to(language)
    found = {own.version: gettext("%(title)s, as it came with the product", title=title)}
    for draft in questionnaires.of(tx, organisation):
        for one in reversed(questionnaires.published(tx, draft.id)):
            title = versions.get(tx, one.version).instrument.title.to(language)
            name = gettext("%(title)s, version %(number)s", title=title, number=one.number)
            found.setdefault(one.version, name)
    return list(found.items())


def chosen(tx: Tx, organisation: str, wanted: str) -> Questionnaire:
    """The wanted version, if it is offered; else the product's own."""
    own = house().questionnaire
    if wanted == own.version or wanted not in dict(offered(tx, organisation)):
        return own
    return versions.get(tx, wanted)


def newest(tx: Tx, organisation: str, version: str) -> Questionnaire:
    """For a round like an earlier one, which asked `version`: what was published last of the same
    questionnaire of the organisation; else the product's own."""
    for one in questionnaires.with_version(tx, version):
        if questionnaires.get(tx, one.questionnaire).organisation == organisation:
            last = questionnaires.published(tx, one.questionnaire)[-1]
            return versions.get(tx, last.version)
    return house().questionnaire
