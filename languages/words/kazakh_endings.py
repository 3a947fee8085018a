"""The endings of Kazakh as data: what is taken off, and after which letters.

In a pattern A is а or е, Y is ы or і, Ғ is ғ or г, Қ is қ or к, by the harmony of vowels.
"""

from __future__ import annotations

from typing import NamedTuple

VOWELS = "аәеёоөыіэя"
#: у, и and ю end like a consonant: даму-дың, би-дің.
GLIDES = "рйуию"
LATERAL = "лль"
NASALS = "мнң"
BUZZING = "зж"
VOICELESS = "пфкқтсшщхцчһбвгд"  # б, в, г, д end loanwords only and sound voiceless there
SONOROUS = GLIDES + LATERAL
VOICED = SONOROUS + NASALS + BUZZING
CONSONANTS = VOICED + VOICELESS + "ғ"
THIRD_PERSON = "ыі"
ANY = VOWELS + CONSONANTS


def words(text: str) -> tuple[str, ...]:
    """The words of a list that reads as a text."""
    return tuple(text.split())


class Ending(NamedTuple):
    """A pattern, the letters it may follow, how many letters must be left, and what stays of the ending."""

    pattern: str
    after: str
    left: int = 2
    becomes: str = ""


CASES = (
    # genitive
    Ending("нYң", VOWELS + NASALS),
    Ending("дYң", VOICED),  # after nasals a common misspelling: Қазақстандың
    Ending("тYң", VOICELESS),
    # accusative (and, after consonants, the past of verbs)
    Ending("нY", VOWELS),
    Ending("дY", VOICED),
    Ending("тY", VOICELESS),
    # dative
    Ending("ҒA", VOWELS + VOICED),
    Ending("ҚA", VOICELESS),
    # locative, and the adjective made of it
    Ending("дA", VOWELS + VOICED),
    Ending("тA", VOICELESS),
    Ending("дAҒY", VOWELS + VOICED),
    Ending("тAҒY", VOICELESS),
    # ablative
    Ending("дAн", VOWELS + SONOROUS + BUZZING),
    Ending("нAн", NASALS),
    Ending("тAн", VOICELESS),
    # instrumental
    Ending("мен", VOWELS + SONOROUS + NASALS),
    Ending("бен", BUZZING),
    Ending("пен", VOICELESS),
    # after the possessive of the third person
    Ending("н", THIRD_PERSON),
    Ending("нA", THIRD_PERSON),
    Ending("ндA", THIRD_PERSON),
    Ending("ндAҒY", THIRD_PERSON),
    Ending("нAн", THIRD_PERSON),
    Ending("ншA", THIRD_PERSON),
)

POSSESSIVES = (
    Ending("Y", CONSONANTS),
    Ending("сY", "аәеёоөэя"),
    Ending("шYсY", ANY, 2, "шY"),
    Ending("ктYсY", ANY, 1, "кт"),  # факт-ісі, объект-ісі
    Ending("уYм", ANY, 2, "у"),
    Ending("тесі", ANY, 2, "тес"),
    Ending("десі", ANY, 2, "дес"),
    Ending("мYз", VOWELS),
    Ending("YмYз", CONSONANTS),
    Ending("ңYз", VOWELS),
    Ending("YңYз", CONSONANTS),
)

PLURALS = (
    Ending("лAр", VOWELS + GLIDES),
    Ending("дAр", LATERAL + NASALS + BUZZING),
    Ending("тAр", VOICELESS),
)

#: Adjectives of place, which may be in the plural: шекарасындағы-лар.
PLACES = words("дағы дегі тағы тегі")

#: Endings of a sentence's verb; -ды after consonants is in CASES, where it looks the same.
FINITE = (
    # present and future
    Ending("AдY", CONSONANTS),
    Ending("йдY", "ае"),
    Ending("идY", CONSONANTS),
    Ending("AмYз", CONSONANTS),
    Ending("ймYз", "ае"),
    Ending("AмYн", CONSONANTS),
    Ending("ймYн", "ае"),
    Ending("йсYз", "ае"),
    # past
    Ending("дY", "аеы"),
    Ending("мAдY", VOWELS + SONOROUS),
    Ending("бAдY", NASALS + BUZZING),
    Ending("пAдY", VOICELESS),
    Ending("дYм", VOWELS + VOICED),
    Ending("тYм", VOICELESS),
    Ending("YлдY", CONSONANTS),
    Ending("лAндY", ANY, 3, "лA"),
    Ending("дAндY", ANY, 3, "дA"),
    Ending("дAлдY", ANY, 2, "дA"),
    Ending("тAлдY", ANY, 2, "тA"),
    # conditional and imperative
    Ending("сA", ANY, 3),
    Ending("сYн", ANY, 3),
    # the participle of habit, before its -н is taken for a case
    Ending("AтYн", "бғгзйлнстшң"),
    Ending("атын", "р"),
    Ending("етін", "р", 4),
    Ending("йтYн", "ае"),
    Ending("итYн", CONSONANTS),
)

#: Participles, converbs and the infinitive: verbs that take the endings of nouns.
VERBAL_NOUNS = (
    Ending("ҒAн", VOWELS + VOICED),
    Ending("ҚAн", VOICELESS),
    Ending("AтYн", "бғгзйлнрстшң"),
    Ending("йтYн", "ае"),
    Ending("итYн", CONSONANTS),
    # the fact that: болатындығы, байқағандығын
    Ending("ҒAндYҚ", VOWELS + VOICED),
    Ending("ҚAндYҚ", VOICELESS),
    Ending("AтYндYҚ", CONSONANTS),
    Ending("йтYндYҚ", "ае"),
    # intention: өткізбекші, whose -і is off by now
    Ending("мAҚш", VOWELS + SONOROUS),
    Ending("бAҚш", NASALS + BUZZING),
    Ending("пAҚш", VOICELESS),
    Ending("у", ANY),
    Ending("ю", ANY, 2, "й"),
    Ending("Yп", CONSONANTS),
    Ending("п", "ае", 3),
)

NEGATION = (
    Ending("мA", VOWELS + SONOROUS),
    Ending("бA", NASALS + BUZZING),
    Ending("пA", VOICELESS),
)

PASSIVES = (
    Ending("Yл", CONSONANTS),
    Ending("л", "ае", 3),
    Ending("лAн", ANY, 3, "лA"),
    Ending("дAн", ANY, 3, "дA"),
)

#: Words of two letters that endings of nouns may leave.
SHORT_WORDS = words("ән би үй ел іс ай ас ат ой ұл ет су ту өз өт ал аш оқ ақ")

#: Verbs in а or е whose past looks like the present of a shorter verb: жаса-ды, not жас-ады.
VOWEL_VERBS = words("жаса қара сұра ойла ойна ізде арна сана тара бағала талқыла арала")

#: Words that look like a shorter word with an ending.
KEPT = words(
    """
    кітап мектеп тарап талап топ бап себеп есеп жауап ғажап азап әдеп
    тәртіп қалып ғұрып кәсіп қауіп айып ғайып
    ақын алтын ойын орын жиын кейін үшін келін егін бүгін мәтін шығын жақын толқын жалын ұшқын бұрын
    ақпарат аппарат салтанат сағат қанат ғимарат мұрат депутат
    ауыл қызыл жасыл көңіл ақыл әділ қолдан
    бизнес кеңес қатынас көзқарас
    почта елорда сауда команда бригада эстрада олимпиада қағида тақта қазына кеңсе
    көрермен дәптер дастан сарай жағдай мұражай абай
    қазақстан өзбекстан тәжікстан қырғызстан түрікменстан татарстан моңғолстан түркістан дағыстан пәкістан ауғанстан
    ресей сергей қостанай семей өскемен қарағанды қызылорда
    """
)

#: Stems that lose a vowel before an ending (халқ-ы of халық), or keep it (оқы-ды of оқ-у).
ELIDED = {"халқ": "халық", "оқы": "оқ", "орн": "орын", "ерк": "ерік", "көрк": "көрік", "қалп": "қалып", "ғұрп": "ғұрып"}

IRREGULAR = {
    "жылғы": "жыл",
    # short verbs in -р, whose participle is otherwise read as a noun in -рет
    "беретін": "бер",
    "жүретін": "жүр",
    "кіретін": "кір",
    "көретін": "көр",
}

#: How nouns end that would otherwise be read as participles: мәдениетін, университетін, қызметін.
NOUN_ENDINGS = words("иет итет ультет мет кет дет")
