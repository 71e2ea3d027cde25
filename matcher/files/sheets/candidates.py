"""The sheets about candidates: who, needs, wishes, competences."""

from __future__ import annotations

from matcher.domain import FULL_TIME_HOURS
from matcher.files.kinds import (
    Amount,
    Code,
    Cpr,
    Day,
    Described,
    Id,
    IdOf,
    Number,
    Postcode,
    Several,
    Share,
    Text,
    Whole,
    Windows,
    YesNo,
)
from matcher.files.sheets.choices import (
    COMPETENCE,
    DANISH,
    NECESSITY,
    NEED_SOURCE,
    SCHEME,
    SEX,
    TRANSPORT,
    WISH_SUBJECT,
)
from matcher.files.sheets.sheet import Column, Sheet

HOURS = Number(0.5, FULL_TIME_HOURS, "effektive timer om ugen")
LANGUAGES = Several(Code("languages", "unknown_language"))
CERTIFICATES = Code("certificates", "unknown_certificate")
ACCOMMODATION = Code("accommodations", "unknown_accommodation")
PARTS = Code("parts", "unknown_part")
CANDIDATE = Id("Borgere", personal=True)

CANDIDATES = Sheet(
    "candidates",
    "Borgere",
    ("candidates", "citizens", "borger"),
    "Én række for hver borger, der søger arbejde. Skriv kun det, der er spurgt om; et tomt felt betyder, at ingen har "
    "spurgt, og det bliver til et spørgsmål i planen, aldrig til et nej.",
    (
        Column(
            "id",
            "id",
            ("candidate",),
            Id(personal=True),
            "borgerens sagsnummer eller løbenummer, aldrig CPR-nummer",
            "B-001",
            True,
        ),
        Column(
            "name", "navn", ("name",), Text(), "vises for sagsbehandleren, bruges ikke i beregningen", "Ane Eksempel"
        ),
        Column("cpr", "cpr", ("cpr-nummer", "personnummer"), Cpr(), "kan udelades; bruges ikke i beregningen"),
        Column("sex", "køn", ("sex", "gender"), SEX, "bruges kun til at måle ligebehandling", "kvinde"),
        Column(
            "birth_year", "fødselsår", ("birth year",), Whole(1900, 2100), "bruges kun til at måle ligebehandling", 1979
        ),
        Column(
            "caseworker_confidence",
            "sagsbehandlers tro",
            ("caseworker confidence",),
            Share(),
            "sagsbehandlerens egen tro på, at borgeren får job; vises, men bruges ikke i beregningen",
            0.6,
        ),
        Column("scheme", "ordning", ("scheme",), SCHEME, "den ordning, kommunen har afgjort", "fleksjob"),
        Column("postcode", "postnummer", ("postcode", "postnr"), Postcode(), "hvor borgeren bor", "6000", True),
        Column(
            "hours_min", "timer mindst", ("hours min",), HOURS, "færreste timer om ugen, borgeren vil arbejde", 4, True
        ),
        Column(
            "hours_target",
            "timer ønsket",
            ("hours target",),
            HOURS,
            "de timer om ugen, borgeren helst vil arbejde",
            8,
            True,
        ),
        Column(
            "hours_max", "timer højst", ("hours max",), HOURS, "flest timer om ugen, borgeren kan arbejde", 10, True
        ),
        Column(
            "intensity",
            "intensitet",
            ("intensity", "arbejdsintensitet"),
            Share(0.01),
            "effektiv tid for hver times fremmøde; tom betyder 1",
            0.8,
            blank=1.0,
        ),
        Column(
            "presence_max",
            "fremmøde højst",
            ("presence max",),
            Number(0.5, FULL_TIME_HOURS, "timer om ugen"),
            "flest timer om ugen til stede på arbejdspladsen",
            12,
        ),
        Column(
            "availability",
            "kan arbejde",
            ("availability", "tidsrum"),
            Windows(),
            "hvornår på ugen borgeren kan være på arbejde",
            "ma-fr 08:00-14:00",
        ),
        Column(
            "max_jobs",
            "antal job",
            ("max jobs",),
            Whole(1, 5),
            "hvor mange småjob ad gangen; tom betyder 1",
            1,
            blank=1,
        ),
        Column(
            "commute_max", "rejsetid højst", ("commute max",), Number(1, 240, "minutter"), "længste rejse hver vej", 45
        ),
        Column(
            "transport",
            "transport",
            ("transport",),
            Several(TRANSPORT, may_be_empty=False),
            "hvordan borgeren kan komme på arbejde",
            "cykel; kollektiv",
        ),
        Column("danish", "dansk", ("danish",), DANISH, "hvor meget dansk borgeren kan", "flydende"),
        Column(
            "languages",
            "sprog",
            ("languages",),
            LANGUAGES,
            "andre sprog, borgeren kan arbejde på",
            "engelsk",
            blank=frozenset(),
        ),
        Column(
            "certificates",
            "beviser",
            ("certificates", "certifikater"),
            Several(CERTIFICATES, asked=True),
            "kørekort, certifikater og attester, borgeren har",
            "Kørekort B",
        ),
        Column("available_from", "kan begynde", ("available from",), Day(), "første dag, borgeren kan begynde"),
        Column(
            "waiting_since", "uden arbejde siden", ("waiting since",), Day(), "hvornår borgeren sidst var i arbejde"
        ),
        Column("grant_from", "bevilget fra", ("grant from",), Day(), "første dag i bevillingen af ordningen"),
        Column(
            "grant_to", "bevilget til", ("grant to",), Day(), "sidste dag i bevillingen; tom, når den ikke har nogen"
        ),
        Column(
            "previous_employers",
            "tidligere virksomheder",
            ("previous employers",),
            Several(IdOf("Virksomheder"), tuple),
            "virksomheder, borgeren har arbejdet i, den seneste først",
            blank=(),
        ),
        Column(
            "related_employers",
            "ægtefælles virksomheder",
            ("related employers",),
            Several(IdOf("Virksomheder")),
            "virksomheder, der ejes af ægtefælle eller samlever",
            blank=frozenset(),
        ),
        Column(
            "wants_growth", "vil op i tid", ("wants growth",), YesNo(), "om borgeren ønsker flere timer med tiden", "ja"
        ),
        Column(
            "text",
            "om borgeren",
            ("text", "tekst"),
            Text(),
            "hvad borgeren kan og gerne vil, med egne ord",
            "Har arbejdet i en genbrugsbutik og kan godt lide at ordne ting.",
            blank="",
        ),
    ),
)

NEEDS = Sheet(
    "needs",
    "Hensyn",
    ("needs", "skånehensyn"),
    "Én række for hvert skånehensyn, en borger har. Skriv, hvordan arbejdet skal være, aldrig hvorfor.",
    (
        Column("candidate", "borger", ("candidate",), CANDIDATE, "borgerens id fra arket Borgere", "B-001", True),
        Column(
            "accommodation", "hensyn", ("accommodation", "skånehensyn"), ACCOMMODATION, "vælg på listen", "PHY-01", True
        ),
        Column(
            "necessity",
            "vægt",
            ("necessity",),
            NECESSITY,
            "skal = ufravigeligt, bør = vigtigt, gerne = et ønske",
            "skal",
            True,
        ),
        Column(
            "amount", "mængde", ("amount",), Amount(), "tallet i hensynet, fx højst 5 kg; tom bruger katalogets tal", 5
        ),
        Column(
            "parts", "dele", ("parts",), Several(PARTS), "hvilke dele af hensynet; tom betyder alle", blank=frozenset()
        ),
        Column(
            "windows", "tidsrum", ("windows",), Windows(), "hvornår borgeren ikke kan arbejde (kun SCH-06 og SCH-11)"
        ),
        Column("source", "kilde", ("source",), NEED_SOURCE, "hvem der har nævnt hensynet", "borger"),
        Column("review", "revurderes", ("review",), Day(), "hvornår hensynet skal ses på igen"),
    ),
)

WISHES = Sheet(
    "wishes",
    "Ønsker",
    ("wishes",),
    "Én række for hvert ønske. Et nej fra borgeren følges altid; et ja trækker op.",
    (
        Column("candidate", "borger", ("candidate",), CANDIDATE, "borgerens id fra arket Borgere", "B-001", True),
        Column("subject", "om", ("subject",), WISH_SUBJECT, "hvad ønsket handler om", "opgave", True),
        Column(
            "target",
            "hvad",
            ("target",),
            Described("opgavens eller branchens navn, virksomhedens eller arbejdsstedets id"),
            "opgaven, branchen, virksomheden eller arbejdsstedet",
            "T022 Fylde hylder op",
            True,
        ),
        Column("wanted", "ønskes", ("wanted",), YesNo(), "ja = vil gerne, nej = vil ikke", "ja", True),
    ),
)

COMPETENCES = Sheet(
    "competences",
    "Kompetencer",
    ("competences", "competencies"),
    "Én række for hver ting, borgeren har prøvet eller kan.",
    (
        Column("candidate", "borger", ("candidate",), CANDIDATE, "borgerens id fra arket Borgere", "B-001", True),
        Column(
            "kind",
            "slags",
            ("kind",),
            COMPETENCE,
            "en opgave fra kataloget, en stilling eller fri tekst",
            "stilling",
            True,
        ),
        Column(
            "value",
            "hvad",
            ("value",),
            Described("opgavens navn, en stillingsbetegnelse eller fri tekst"),
            "hvad borgeren har prøvet eller kan",
            "Butiksmedhjælper",
            True,
        ),
        Column("months", "måneder", ("months",), Number(0, 720), "hvor længe, i måneder", 18),
    ),
)
