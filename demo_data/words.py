"""The words of sample records in three languages, in the forms in which texts need them, the most common first.

A line of THINGS: Kazakh plural | Russian plural: accusative, instrumental, genitive | English plural | domain.
"""

from __future__ import annotations

from typing import NamedTuple


class Thing(NamedTuple):
    """What is organised, exchanged, studied: always many of it, so that Kazakh cases are regular."""

    kk: str
    ru_accusative: str
    ru_instrumental: str
    ru_genitive: str
    en: str
    domain: str

    @property
    def is_alive(self) -> bool:
        """People: in Russian their accusative is the genitive, for adjectives beside them too."""
        return self.ru_accusative == self.ru_genitive

    def kazakh(self, case: str) -> str:
        """The accusative or the instrumental of the plural, which ends in -р."""
        if case == "instrumental":
            return f"{self.kk}мен"
        return f"{self.kk}{'ды' if self.kk[-2] == 'а' else 'ді'}"


THINGS = """
концерттер|концерты|концертами|концертов|concerts|music
көрмелер|выставки|выставками|выставок|exhibitions|visual-arts-exhibitions
фестивальдер|фестивали|фестивалями|фестивалей|festivals|culture-general
мамандар|специалистов|специалистами|специалистов|specialists|education
фильмдер|фильмы|фильмами|фильмов|films|film
кітаптар|книги|книгами|книг|books|books-translation
спектакльдер|спектакли|спектаклями|спектаклей|performances|theatre
студенттер|студентов|студентами|студентов|students|education
мұражайлар|музеи|музеями|музеев|museums|museums-heritage
кітапханалар|библиотеки|библиотеками|библиотек|libraries|libraries-archives
ғалымдар|учёных|учёными|учёных|scholars|science
семинарлар|семинары|семинарами|семинаров|seminars|education
конференциялар|конференции|конференциями|конференций|conferences|science
театрлар|театры|театрами|театров|theatres|theatre
жобалар|проекты|проектами|проектов|projects|culture-general
бағдарламалар|программы|программами|программ|programmes|radio-television
архивтер|архивы|архивами|архивов|archives|libraries-archives
әртістер|артистов|артистами|артистов|artists|performing-arts
музыканттар|музыкантов|музыкантами|музыкантов|musicians|music
тілдер|языки|языками|языков|languages|language
аудармалар|переводы|переводами|переводов|translations|books-translation
ескерткіштер|памятники|памятниками|памятников|monuments|museums-heritage
суретшілер|художников|художниками|художников|painters|visual-arts-exhibitions
жазушылар|писателей|писателями|писателей|writers|creative-unions
оркестрлер|оркестры|оркестрами|оркестров|orchestras|music
ансамбльдер|ансамбли|ансамблями|ансамблей|ensembles|music
режиссёрлер|режиссёров|режиссёрами|режиссёров|directors|film
басылымдар|издания|изданиями|изданий|publications|books-translation
оқытушылар|преподавателей|преподавателями|преподавателей|teachers|education
спортшылар|спортсменов|спортсменами|спортсменов|athletes|sport-youth
жарыстар|соревнования|соревнованиями|соревнований|competitions|sport-youth
байқаулар|конкурсы|конкурсами|конкурсов|contests|music
орталықтар|центры|центрами|центров|centres|cultural-centres
одақтар|союзы|союзами|союзов|unions|creative-unions
журналистер|журналистов|журналистами|журналистов|journalists|press
газеттер|газеты|газетами|газет|newspapers|press
телеарналар|телеканалы|телеканалами|телеканалов|television channels|radio-television
композиторлар|композиторов|композиторами|композиторов|composers|music
бишілер|танцовщиков|танцовщиками|танцовщиков|dancers|dance
қолжазбалар|рукописи|рукописями|рукописей|manuscripts|libraries-archives
коллекциялар|коллекции|коллекциями|коллекций|collections|museums-heritage
туристер|туристов|туристами|туристов|tourists|tourism
бағыттар|маршруты|маршрутами|маршрутов|routes|tourism
шеберлер|мастеров|мастерами|мастеров|craftspeople|crafts
бұйымдар|изделия|изделиями|изделий|handmade goods|crafts
цирктер|цирки|цирками|цирков|circuses|circus
сәулетшілер|архитекторов|архитекторами|архитекторов|architects|architecture-design
ғимараттар|здания|зданиями|зданий|buildings|architecture-design
зерттеулер|исследования|исследованиями|исследований|studies|science
университеттер|университеты|университетами|университетов|universities|education
академиялар|академии|академиями|академий|academies|education
мектептер|школы|школами|школ|schools|education
оқулықтар|учебники|учебниками|учебников|textbooks|education
сөздіктер|словари|словарями|словарей|dictionaries|language
аңыздар|легенды|легендами|легенд|legends|intangible-heritage
эпостар|эпосы|эпосами|эпосов|epics|intangible-heritage
салттар|обряды|обрядами|обрядов|rites|intangible-heritage
әндер|песни|песнями|песен|songs|music
күйлер|кюи|кюями|кюев|kuys|music
аспаптар|инструменты|инструментами|инструментов|instruments|music
пьесалар|пьесы|пьесами|пьес|plays|theatre
опералар|оперы|операми|опер|operas|performing-arts
балеттер|балеты|балетами|балетов|ballets|dance
хорлар|хоры|хорами|хоров|choirs|music
дирижёрлер|дирижёров|дирижёрами|дирижёров|conductors|music
пианистер|пианистов|пианистами|пианистов|pianists|music
мүсіндер|скульптуры|скульптурами|скульптур|sculptures|visual-arts-exhibitions
галереялар|галереи|галереями|галерей|galleries|visual-arts-exhibitions
фотосуреттер|фотографии|фотографиями|фотографий|photographs|visual-arts-exhibitions
сценарийлер|сценарии|сценариями|сценариев|screenplays|film
киностудиялар|киностудии|киностудиями|киностудий|film studios|film
деректер|данные|данными|данных|data sets|digital-culture
платформалар|платформы|платформами|платформ|platforms|digital-culture
көшірмелер|копии|копиями|копий|copies|digital-culture
құқықтар|права|правами|прав|rights|copyright
лицензиялар|лицензии|лицензиями|лицензий|licences|copyright
дизайнерлер|дизайнеров|дизайнерами|дизайнеров|designers|creative-industries
стартаптар|стартапы|стартапами|стартапов|start-ups|creative-industries
қордалар|фонды|фондами|фондов|funds|humanitarian-social-development
еріктілер|волонтёров|волонтёрами|волонтёров|volunteers|humanitarian-social-development
отбасылар|семьи|семьями|семей|families|humanitarian-social-development
жастар|молодых людей|молодыми людьми|молодых людей|young people|sport-youth
лагерьлер|лагеря|лагерями|лагерей|camps|sport-youth
олимпиадалар|олимпиады|олимпиадами|олимпиад|olympiads|science
экспедициялар|экспедиции|экспедициями|экспедиций|expeditions|science
қазбалар|раскопки|раскопками|раскопок|excavations|museums-heritage
реставраторлар|реставраторов|реставраторами|реставраторов|restorers|museums-heritage
кесенелер|мавзолеи|мавзолеями|мавзолеев|mausoleums|museums-heritage
қорғандар|курганы|курганами|курганов|burial mounds|museums-heritage
каталогтар|каталоги|каталогами|каталогов|catalogues|libraries-archives
айтыстар|айтысы|айтысами|айтысов|aitys contests|intangible-heritage
жыршылар|сказителей|сказителями|сказителей|bards|intangible-heritage
кілемдер|ковры|коврами|ковров|carpets|crafts
зергерлер|ювелиров|ювелирами|ювелиров|jewellers|crafts
қуыршақтар|куклы|куклами|кукол|puppets|theatre
акробаттар|акробатов|акробатами|акробатов|acrobats|circus
дастандар|дастаны|дастанами|дастанов|dastans|intangible-heritage
тарихшылар|историков|историками|историков|historians|science
ақындар|поэтов|поэтами|поэтов|poets|creative-unions
"""

#: Kazakh | Russian stem and its ending in the nominative plural | English.
QUALITIES = """
бірлескен|совместн|ые|joint
халықаралық|международн|ые|international
ұлттық|национальн|ые|national
жас|молод|ые|young
мәдени|культурн|ые|cultural
заманауи|современн|ые|contemporary
дәстүрлі|традиционн|ые|traditional
тарихи|историческ|ие|historical
кәсіби|профессиональн|ые|professional
жыл сайынғы|ежегодн|ые|annual
ғылыми|научн|ые|scholarly
көркем|художественн|ые|artistic
халықтық|народн|ые|folk
шығармашылық|творческ|ие|creative
мемлекеттік|государственн|ые|state
жетекші|ведущ|ие|leading
сирек|редк|ие|rare
цифрлық|цифров|ые|digital
классикалық|классическ|ие|classical
өңірлік|региональн|ые|regional
ежелгі|древн|ие|ancient
балаларға арналған|детск|ие|children's
көшпелі|передвижн|ые|travelling
деректі|документальн|ые|documentary
тәжірибелік|экспериментальн|ые|experimental
белгілі|известн|ые|well-known
бейінді|профильн|ые|specialised
ауылдық|сельск|ие|rural
қалалық|городск|ие|urban
орта ғасырлық|средневеков|ые|medieval
күміс|серебрян|ые|silver
кемеңгер|гениальн|ые|brilliant
"""

#: Kazakh | Russian genitive | English, after "in the field of"; the order of domains says how common each is.
FIELDS = {
    "culture-general": ("мәдениет", "культуры", "culture"),
    "science": ("ғылым", "науки", "science"),
    "education": ("білім беру", "образования", "education"),
    "theatre": ("театр өнері", "театрального искусства", "theatre"),
    "music": ("музыка", "музыки", "music"),
    "film": ("кино", "кино", "cinema"),
    "books-translation": ("кітап шығару", "книгоиздания", "book publishing"),
    "language": ("тіл", "языка", "language"),
    "visual-arts-exhibitions": ("бейнелеу өнері", "изобразительного искусства", "the visual arts"),
    "radio-television": ("телерадио хабарларын тарату", "телерадиовещания", "broadcasting"),
    "sport-youth": ("спорт", "спорта", "sport"),
    "museums-heritage": ("мәдени мұра", "культурного наследия", "cultural heritage"),
    "libraries-archives": ("кітапхана ісі", "библиотечного дела", "librarianship"),
    "creative-unions": ("әдебиет", "литературы", "literature"),
    "performing-arts": ("сахна өнері", "сценического искусства", "the performing arts"),
    "press": ("баспасөз", "печати", "the press"),
    "cultural-centres": ("мәдени ағарту", "культурного просвещения", "cultural education"),
    "tourism": ("туризм", "туризма", "tourism"),
    "dance": ("би өнері", "танца", "dance"),
    "intangible-heritage": ("халық шығармашылығы", "народного творчества", "folk art"),
    "crafts": ("қолөнер", "ремёсел", "crafts"),
    "architecture-design": ("сәулет", "архитектуры", "architecture"),
    "digital-culture": ("цифрлық мәдениет", "цифровой культуры", "digital culture"),
    "humanitarian-social-development": ("әлеуметтік даму", "социального развития", "social development"),
    "creative-industries": ("креативті индустриялар", "креативных индустрий", "the creative industries"),
    "circus": ("цирк өнері", "циркового искусства", "circus arts"),
    "copyright": ("авторлық құқық", "авторского права", "copyright"),
}


class Deed(NamedTuple):
    """What is done with things: Kazakh verb in the dative of its noun, case of its object, form of cooperation."""

    kk: str
    case: str
    ru: str
    en: str
    form: str


DEEDS = (
    Deed("ұйымдастыруға", "accusative", "организовывать", "organise", "joint-events"),
    Deed("алмасуға", "instrumental", "обмениваться", "exchange", "people-exchange"),
    Deed("қолдауға", "accusative", "поддерживать", "support", "artist-promotion"),
    Deed("дамытуға", "accusative", "развивать", "develop", "institutional-ties"),
    Deed("қабылдауға", "accusative", "принимать", "host", "tours"),
    Deed("зерттеуге", "accusative", "изучать", "study", "joint-research"),
    Deed("дайындауға", "accusative", "готовить", "prepare", "staff-training"),
    Deed("таныстыруға", "accusative", "представлять", "present", "exhibitions-exchange"),
    Deed("қаржыландыруға", "accusative", "финансировать", "fund", "scholarships"),
    Deed("шақыруға", "accusative", "приглашать", "invite", "festivals-competitions"),
    Deed("бөлісуге", "instrumental", "делиться", "share", "experience-exchange"),
    Deed("сақтауға", "accusative", "сохранять", "preserve", "information-exchange"),
    Deed("талқылауға", "accusative", "обсуждать", "discuss", "seminars-conferences"),
    Deed("шығаруға", "accusative", "выпускать", "produce", "co-production"),
    Deed("жариялауға", "accusative", "публиковать", "make public", "publications-exchange"),
    Deed("өткізуге", "accusative", "проводить", "hold", "culture-days"),
)

#: Modality: Kazakh subject and verb, Russian and English beginning, and its share in per cent.
PROMISES = {
    "agreed": ("Тараптар", "келісті", "Стороны договорились", "The Sides agreed to", 34),
    "obliged": ("Тараптар", "міндеттенеді", "Стороны обязуются", "The Sides shall", 28),
    "intended": ("Тараптар", "ниетті", "Стороны намерены", "The Sides intend to", 18),
    "best_efforts": ("Тараптар", "жәрдемдеседі", "Стороны будут стремиться", "The Sides will endeavour to", 14),
    "expected": ("Осы құжат", "септігін тигізеді", "Настоящий документ поможет", "This instrument will help to", 6),
}

#: Recurrence, and how it is said before the object or at the end.
TIMES = {
    "not_stated": ("", "", "", 70),
    "annual": ("жыл сайын ", " ежегодно", " every year", 14),
    "continuous": ("тұрақты түрде ", " на постоянной основе", " on a regular basis", 9),
    "biennial": ("екі жылда бір рет ", " раз в два года", " every two years", 5),
    "once": ("бір рет ", " один раз", " once", 2),
}


def things() -> list[Thing]:
    """All of THINGS."""
    return [Thing(*line.split("|")) for line in THINGS.strip().splitlines()]


def qualities() -> list[tuple[str, str, str, str]]:
    """All of QUALITIES."""
    return [(kk, stem, ending, en) for kk, stem, ending, en in (q.split("|") for q in QUALITIES.strip().splitlines())]
