"""The sheets about employers, their workplaces and openings."""

from __future__ import annotations

from matcher.domain import Scheme
from matcher.files.kinds import Code, Day, Demands, Digits, Id, Number, Postcode, Several, Text, Whole, Windows, YesNo
from matcher.files.sheets.candidates import ACCOMMODATION, CERTIFICATES, HOURS, LANGUAGES, PARTS
from matcher.files.sheets.choices import ANSWER, DANISH, EMPLOYER_KIND, SCHEME
from matcher.files.sheets.sheet import Column, Sheet

TASK = Code("tasks", "unknown_task")
SECTOR = Code("sectors", "unknown_sector")
SCHEMES = Several(SCHEME)
STAFF = Number(0, 100_000)
WORKPLACE = Id("Arbejdssteder")

EMPLOYERS = Sheet(
    "employers",
    "Virksomheder",
    ("employers",),
    "Én række for hver virksomhed, også kommunen selv og foreninger.",
    (
        Column("id", "id", ("employer",), Id(), "virksomhedens løbenummer", "V-001", True),
        Column("name", "navn", ("name",), Text(), "virksomhedens navn", "Eksempel Genbrug", True),
        Column("kind", "ejerform", ("kind", "ownership"), EMPLOYER_KIND, "hvem der ejer virksomheden", "privat", True),
        Column(
            "cvr", "cvr", ("cvr-nummer",), Digits(8, "cvr_not_eight_digits", "CVR-nummer"), "otte cifre", "12345678"
        ),
        Column(
            "registered_social",
            "registreret socialøkonomisk",
            ("registered social", "rsv"),
            YesNo(),
            "om virksomheden står i registret over socialøkonomiske virksomheder",
            "nej",
        ),
    ),
)

WORKPLACES = Sheet(
    "workplaces",
    "Arbejdssteder",
    ("workplaces",),
    "Én række for hvert sted, en virksomhed har arbejde (et P-nummer).",
    (
        Column("id", "id", ("workplace",), Id(), "arbejdsstedets løbenummer", "A-001", True),
        Column(
            "employer",
            "virksomhed",
            ("employer",),
            Id("Virksomheder"),
            "virksomhedens id fra arket Virksomheder",
            "V-001",
            True,
        ),
        Column("name", "navn", ("name",), Text(), "arbejdsstedets navn", "Eksempel Genbrug, Kolding", True),
        Column("postcode", "postnummer", ("postcode", "postnr"), Postcode(), "hvor arbejdsstedet ligger", "6000", True),
        Column(
            "sector",
            "branche",
            ("sector",),
            SECTOR,
            "vælg på listen",
            "Butik og detailhandel",
            True,
        ),
        Column(
            "p_number",
            "p-nummer",
            ("p number",),
            Digits(10, "p_number_not_ten_digits", "P-nummer"),
            "ti cifre",
            "1012345678",
        ),
        Column(
            "ordinary_fte", "ordinære årsværk", ("ordinary fte",), STAFF, "gennemsnit af de sidste fire måneder", 12
        ),
        Column(
            "ordinary_heads", "ordinære personer", ("ordinary heads",), STAFF, "ordinært ansatte som antal personer", 15
        ),
        Column(
            "subsidised_fte",
            "støttede årsværk",
            ("subsidised fte",),
            STAFF,
            "personer i støttede ordninger, som årsværk",
            1,
        ),
        Column(
            "subsidised_heads",
            "støttede personer",
            ("subsidised heads",),
            STAFF,
            "personer i støttede ordninger, som antal",
            1,
        ),
        Column("ratio_evidence", "opgjort den", ("ratio evidence",), Day(), "hvornår de ansatte er talt op"),
        Column(
            "employer_statement",
            "arbejdsgivers erklæring",
            ("employer statement",),
            YesNo(),
            "om den skriftlige erklæring foreligger",
            "ja",
        ),
        Column(
            "union_statement",
            "medarbejdernes erklæring",
            ("union statement",),
            YesNo(),
            "om den skriftlige erklæring foreligger",
            "ja",
        ),
        Column("staff_now", "ansatte nu", ("staff now",), STAFF, "antal ansatte i dag", 16),
        Column(
            "staff_12_months",
            "ansatte 12 måneder",
            ("staff 12 months",),
            STAFF,
            "gennemsnit af de sidste 12 måneder",
            15,
        ),
        Column(
            "vacancy_by_dismissal",
            "ledig efter afsked",
            ("vacancy by dismissal",),
            YesNo(),
            "om pladsen blev ledig ved opsigelse af en ordinært ansat inden for tre måneder",
            "nej",
        ),
    ),
)

PROVISIONS = Sheet(
    "provisions",
    "Vilkår",
    ("provisions",),
    "Én række for hvert svar, et arbejdssted har givet om et hensyn. Det, der ikke står her, er ikke spurgt.",
    (
        Column(
            "workplace",
            "arbejdssted",
            ("workplace",),
            WORKPLACE,
            "arbejdsstedets id fra arket Arbejdssteder",
            "A-001",
            True,
        ),
        Column("accommodation", "hensyn", ("accommodation", "vilkår"), ACCOMMODATION, "vælg på listen", "SEN-03", True),
        Column("answer", "svar", ("answer",), ANSWER, "ja, nej eller ikke spurgt", "ja", True),
        Column("amount", "mængde", ("amount",), Number(0, 10_000), "arbejdsstedets tal, fx antal kolleger eller meter"),
        Column("count", "antal", ("count",), Whole(0, 10_000), "hvor mange der er af udstyret eller rummet", 1),
        Column(
            "hours",
            "timer",
            ("hours",),
            Number(0, 10_000, "timer om ugen"),
            "timer om ugen, støtten eller rummet kan bruges",
            10,
        ),
        Column("parts", "dele", ("parts",), Several(PARTS, asked=True), "de dele, der er på plads; tom betyder alle"),
        Column("verified", "kontrolleret", ("verified",), Day(), "hvornår nogen sidst har set efter"),
    ),
)

OPENINGS = Sheet(
    "openings",
    "Stillinger",
    ("openings",),
    "Én række for hver stilling. Opgaverne skrives på arket Opgaver; en stilling kan deles af flere.",
    (
        Column("id", "id", ("opening",), Id(), "stillingens løbenummer", "S-001", True),
        Column(
            "workplace",
            "arbejdssted",
            ("workplace",),
            WORKPLACE,
            "arbejdsstedets id fra arket Arbejdssteder",
            "A-001",
            True,
        ),
        Column("title", "titel", ("title",), Text(), "stillingens navn", "Medhjælper i genbrugsbutik", True),
        Column("places", "pladser", ("places",), Whole(1, 1_000), "hvor mange der er plads til", 2, True),
        Column("hours_min", "timer mindst", ("hours min",), HOURS, "færreste timer om ugen til én person", 4, True),
        Column("hours_max", "timer højst", ("hours max",), HOURS, "flest timer om ugen til én person", 12, True),
        Column(
            "hours_total",
            "timer i alt",
            ("hours total",),
            Number(0.5, 37_000, "timer om ugen"),
            "timer om ugen i stillingen i alt",
            16,
            True,
        ),
        Column(
            "windows",
            "tidsrum",
            ("windows",),
            Windows(),
            "hvornår arbejdet kan lægges; borgeren vælger inden for det",
            "ma-lø 09:00-17:00",
        ),
        Column(
            "shortest_shift",
            "korteste vagt",
            ("shortest shift",),
            Number(0.5, 12, "timer"),
            "færreste timer på en dag; tom betyder 1",
            2,
            blank=1.0,
        ),
        Column(
            "schemes",
            "ordninger",
            ("schemes",),
            SCHEMES,
            "de ordninger, stillingen er åben for; tom betyder alle",
            "fleksjob; småjob",
            blank=frozenset(Scheme),
        ),
        Column("danish", "dansk", ("danish",), DANISH, "hvor meget dansk arbejdet kræver", "basis"),
        Column(
            "languages",
            "sprog",
            ("languages",),
            LANGUAGES,
            "andre sprog, arbejdet kan udføres på",
            "engelsk",
            blank=frozenset(),
        ),
        Column(
            "certificates",
            "beviser",
            ("certificates", "certifikater"),
            Several(CERTIFICATES),
            "beviser, arbejdet kræver",
            blank=frozenset(),
        ),
        Column("start", "tidligste start", ("start",), Day(), "første dag, arbejdet kan begynde"),
        Column("latest_start", "seneste start", ("latest start",), Day(), "sidste dag, arbejdet kan begynde"),
        Column("growth", "kan vokse", ("growth",), YesNo(), "om timerne kan vokse", "ja"),
        Column("seasonal", "sæsonarbejde", ("seasonal",), YesNo(), "om det er en kort sæsonopgave", "nej"),
        Column(
            "text",
            "opslag",
            ("text", "tekst"),
            Text(),
            "opslagets tekst",
            "Vi søger hjælp til at tage imod og ordne varer.",
            blank="",
        ),
    ),
)

TASKS = Sheet(
    "tasks",
    "Opgaver",
    ("tasks", "opening tasks"),
    "Én række for hver opgave i en stilling. En opgave, der ikke er kerne, kan lades være til andre.",
    (
        Column(
            "opening", "stilling", ("opening",), Id("Stillinger"), "stillingens id fra arket Stillinger", "S-001", True
        ),
        Column("task", "opgave", ("task",), TASK, "vælg på listen", "T078", True),
        Column(
            "hours", "timer", ("hours",), Number(0.5, 1_000, "timer om ugen"), "timer om ugen, opgaven fylder", 16, True
        ),
        Column(
            "core",
            "kerne",
            ("core",),
            YesNo(),
            "ja = alle i stillingen skal kunne den; tom betyder nej",
            "nej",
            blank=False,
        ),
        Column(
            "demands",
            "afvigende krav",
            ("demands",),
            Demands(),
            "krav, der er anderledes her end normalt",
            "lift_kg=5",
            blank=(),
        ),
    ),
)
