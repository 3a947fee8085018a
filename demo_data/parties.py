"""The parties of sample records: governments of nearly all countries, more bodies of the frequent ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from babel import Locale

from languages import LANGUAGES

if TYPE_CHECKING:
    from random import Random

#: What tells the parties and officials of samples from real ones.
SLUG = "sample-"

#: ISO 3166-1, the most frequent partners first.
COUNTRY_CODES = """
KZ RU CN TR UZ KG DE FR IT BY AZ TJ TM KR JP US GB IN IR UA PL HU GE AM MN PK EG SA AE QA MY ID VN TH ES PT GR BG RO
RS CZ SK AT CH BE NL SE NO FI DK IE EE LV LT MD SI HR BA MK ME AL CY MT IS LU IL JO LB SY IQ KW BH OM YE AF BD LK NP
BT MV MM LA KH SG PH BN TL AU NZ PG FJ WS TO VU SB KI TV NR PW MH FM CA MX BR AR CL PE CO VE EC BO PY UY GY SR PA CR
NI HN SV GT BZ CU DO HT JM TT BB BS LC VC GD AG DM KN MA DZ TN LY SD SS ET ER DJ SO KE UG TZ RW BI CD CG GA CM CF TD
NE NG BJ TG GH CI LR SL GN GW GM SN ML MR BF CV ST GQ AO ZM ZW MW MZ NA BW LS SZ ZA MG MU SC KM
"""
COUNTRIES = tuple(COUNTRY_CODES.split())
#: Countries that are no more, and the year from which nothing is signed with them.
FORMER = {"SUHH": 1992, "CSHH": 1993, "DDDE": 1990, "YUCS": 1992}
FORMER_NAMES = {
    "SUHH": ("Кеңес Одағы", "Советский Союз", "Soviet Union"),
    "CSHH": ("Чехословакия", "Чехословакия", "Czechoslovakia"),
    "DDDE": ("Германия Демократиялық Республикасы", "Германская Демократическая Республика", "East Germany"),
    "YUCS": ("Югославия", "Югославия", "Yugoslavia"),
}  # fmt: skip
ORGANISATIONS = {
    "UNESCO": ("ЮНЕСКО", "ЮНЕСКО", "UNESCO"),
    "TURKSOY": ("ТҮРКСОЙ", "ТЮРКСОЙ", "TURKSOY"),
    "ICESCO": ("ИСЕСКО", "ИСЕСКО", "ICESCO"),
    "CISCOUNCIL": ("ТМД Атқару комитеті", "Исполнительный комитет СНГ", "CIS Executive Committee"),
}

#: Kind and name of what a country has, in the order in which it gets them; a number follows where they are used up.
BODIES = (
    ("government", "Үкімет", "Правительство", "Government"),
    ("ministry", "Мәдениет министрлігі", "Министерство культуры", "Ministry of Culture"),
    ("cultural_institution", "Ұлттық кітапхана", "Национальная библиотека", "National Library"),
    ("ministry", "Білім министрлігі", "Министерство образования", "Ministry of Education"),
    ("cultural_institution", "Ұлттық мұражай", "Национальный музей", "National Museum"),
    ("state", "Мемлекет", "Государство", "State"),
    ("cultural_institution", "Опера және балет театры", "Театр оперы и балета", "Opera and Ballet Theatre"),
    ("educational_institution", "Өнер академиясы", "Академия искусств", "Academy of Arts"),
    ("city", "Елорда әкімшілігі", "Администрация столицы", "Administration of the capital"),
    ("creative_union", "Жазушылар одағы", "Союз писателей", "Union of Writers"),
    ("state_body", "Ұлттық архив", "Национальный архив", "National Archives"),
    ("cultural_institution", "Филармония", "Филармония", "Philharmonic Society"),
    ("ministry", "Сыртқы істер министрлігі", "Министерство иностранных дел", "Ministry of Foreign Affairs"),
    ("educational_institution", "Консерватория", "Консерватория", "Conservatory"),
    ("creative_union", "Композиторлар одағы", "Союз композиторов", "Union of Composers"),
    ("cultural_institution", "Киностудия", "Киностудия", "Film Studio"),
    ("foundation", "Мәдениет қоры", "Фонд культуры", "Culture Foundation"),
    ("cultural_institution", "Сурет галереясы", "Картинная галерея", "Art Gallery"),
    ("region", "Өңір әкімшілігі", "Администрация региона", "Regional Administration"),
    ("educational_institution", "Ұлттық университет", "Национальный университет", "National University"),
    ("cultural_institution", "Цирк", "Цирк", "Circus"),
    ("company", "Телеарна", "Телеканал", "Television Company"),
)
LEVELS = {
    "state": "interstate",
    "government": "intergovernmental",
    "ministry": "interdepartmental",
    "state_body": "interdepartmental",
    "region": "interregional",
    "city": "municipal",
    "cultural_institution": "interinstitutional",
    "educational_institution": "interinstitutional",
    "creative_union": "interinstitutional",
    "foundation": "interinstitutional",
    "company": "interinstitutional",
}
PLACES = """
Астана|Астана|Astana Алматы|Алматы|Almaty Мәскеу|Москва|Moscow Ташкент|Ташкент|Tashkent Анкара|Анкара|Ankara
Бішкек|Бишкек|Bishkek Бейжің|Пекин|Beijing Париж|Париж|Paris Берлин|Берлин|Berlin Рим|Рим|Rome Баку|Баку|Baku
Минск|Минск|Minsk Шымкент|Шымкент|Shymkent Түркістан|Туркестан|Turkistan Стамбул|Стамбул|Istanbul Сеул|Сеул|Seoul
Токио|Токио|Tokyo Душанбе|Душанбе|Dushanbe Ашхабад|Ашхабад|Ashgabat Қарағанды|Караганда|Karaganda Лондон|Лондон|London
Варшава|Варшава|Warsaw Будапешт|Будапешт|Budapest Тбилиси|Тбилиси|Tbilisi Ереван|Ереван|Yerevan Семей|Семей|Semey
Қазан|Казань|Kazan Омбы|Омск|Omsk Тегеран|Тегеран|Tehran Дели|Дели|Delhi Каир|Каир|Cairo Киев|Киев|Kyiv
Атырау|Атырау|Atyrau Ақтау|Актау|Aktau Ақтөбе|Актобе|Aktobe Тараз|Тараз|Taraz Қостанай|Костанай|Kostanay
Павлодар|Павлодар|Pavlodar Орал|Уральск|Oral Өскемен|Усть-Каменогорск|Oskemen Қызылорда|Кызылорда|Kyzylorda
Көкшетау|Кокшетау|Kokshetau Талдықорған|Талдыкорган|Taldykorgan Вена|Вена|Vienna Прага|Прага|Prague София|София|Sofia
Белград|Белград|Belgrade Афина|Афины|Athens Мадрид|Мадрид|Madrid Лиссабон|Лиссабон|Lisbon Брюссель|Брюссель|Brussels
Осло|Осло|Oslo Стокгольм|Стокгольм|Stockholm Хельсинки|Хельсинки|Helsinki Рига|Рига|Riga Вильнюс|Вильнюс|Vilnius
Таллин|Таллин|Tallinn Самарқанд|Самарканд|Samarkand Бұхара|Бухара|Bukhara Отырар|Отрар|Otrar Конья|Конья|Konya
Сиань|Сиань|Xian Үрімші|Урумчи|Urumqi Лахор|Лахор|Lahore Доха|Доха|Doha
"""


class SampleParty(NamedTuple):
    """A party as record files give it, and what the drawing of agreements asks about it."""

    slug: str
    kind: str
    code: str
    names: dict[str, str]
    entry: dict[str, Any]


def sample_parties(number: int) -> dict[str, list[SampleParty]]:
    """About `number` parties by the code of their country or organisation, each list with the most frequent first.

    Every country has a government; frequent ones have many more bodies.
    """
    by_code: dict[str, list[SampleParty]] = {code: [_body(code, 0)] for code in (*COUNTRIES, *FORMER)}
    by_code |= {code: [_organisation(code)] for code in ORGANISATIONS}
    missing = number - sum(map(len, by_code.values()))
    share = missing / sum(1 / (place + 1) for place in range(len(COUNTRIES)))
    for place, code in enumerate(COUNTRIES):
        by_code[code].extend(_body(code, body) for body in range(1, 1 + max(0, int(share / (place + 1)))))
    return by_code


def places() -> list[dict[str, str]]:
    """Cities by language, the most frequent first."""
    return [dict(zip(LANGUAGES, line.split("|"), strict=True)) for line in PLACES.split()]


def _country_names(code: str) -> dict[str, str]:
    if code in FORMER_NAMES:
        return dict(zip(LANGUAGES, FORMER_NAMES[code], strict=True))
    return {language: Locale(language).territories[code] for language in LANGUAGES}


def _body(code: str, number: int) -> SampleParty:
    kind, *names = BODIES[number % len(BODIES)]
    round_number = number // len(BODIES)
    again = f" № {round_number + 1}" if round_number else ""
    countries = _country_names(code)
    texts = {
        language: f"{name}{again} ({countries[language]})" for language, name in zip(LANGUAGES, names, strict=True)
    }
    return _party(f"{SLUG}{code.lower()}-{number + 1}", "historical_entity" if code in FORMER else kind, code, texts)


def _organisation(code: str) -> SampleParty:
    texts = dict(zip(LANGUAGES, ORGANISATIONS[code], strict=True))
    return _party(f"{SLUG}{code.lower()}", "international_organisation", code, texts)


def _party(slug: str, kind: str, code: str, names: dict[str, str]) -> SampleParty:
    where = "organisation_code" if kind == "international_organisation" else "country"
    entry = {"claim": slug, "slug": slug, "name": names, "kind": kind, where: code}
    return SampleParty(slug, kind, code, names, entry)


def level_of(first: SampleParty, second: SampleParty) -> str:
    """On which level two parties meet."""
    if "international_organisation" in (first.kind, second.kind):
        return "with_organisation"
    levels = {LEVELS.get(party.kind, "interstate") for party in (first, second)}
    return levels.pop() if len(levels) == 1 else "mixed"


GIVEN = """
Айгерім|Айгерим|Aigerim Ерлан|Ерлан|Yerlan Дана|Дана|Dana Самат|Самат|Samat Лейла|Лейла|Leila
Марат|Марат|Marat
"""
FAMILY = """
Сейітов|Сеитов|Seitov Бекжан|Бекжан|Bekzhan Омар|Омар|Omar Нұрлан|Нурлан|Nurlan Дулат|Дулат|Dulat
Төлеген|Тулеген|Tulegen
"""
POSTS = (
    ("министр", "министр", "Minister"),
    ("директор", "директор", "Director"),
    ("төраға", "председатель", "Chair"),
    ("бас хатшы", "генеральный секретарь", "Secretary-General"),
)


def sample_officials(rng: Random, parties: list[SampleParty], number: int) -> list[dict[str, Any]]:
    """So many officials with their posts, as record files give them."""
    given, family = ([line.split("|") for line in names.split()] for names in (GIVEN, FAMILY))
    found = []
    for place in range(1, number + 1):
        names = [f"{first} {last}" for first, last in zip(rng.choice(given), rng.choice(family), strict=True)]
        post = {
            "party": rng.choice(parties).slug,
            "title": dict(zip(LANGUAGES, rng.choice(POSTS), strict=True)),
            "held": f"{rng.randint(1995, 2018)}/..",
        }
        slug = f"{SLUG}official-{place}"
        name = dict(zip(LANGUAGES, names, strict=True))
        found.append({"claim": slug, "slug": slug, "name": name, "post": post})
    return found
