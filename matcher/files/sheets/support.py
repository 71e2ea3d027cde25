"""The sheets about support, money, contracts and what people have decided; and the settings."""

from __future__ import annotations

from matcher.files.kinds import Day, Described, Id, IdOf, Number, Postcode, SettingValue, Several, Text, Whole
from matcher.files.sheets.candidates import ACCOMMODATION, CANDIDATE
from matcher.files.sheets.choices import BINDING, CLAUSE_UNIT, PROVIDER, SCHEME
from matcher.files.sheets.employers import SCHEMES, TASK, WORKPLACE
from matcher.files.sheets.sheet import Column, Sheet

OPENING = Id("Stillinger")

SETTINGS = Sheet(
    "settings",
    "Indstillinger",
    ("settings",),
    "Hvad planen skal gå ud fra. Tomme værdier bruger kommunens eller katalogets egne.",
    (
        Column(
            "key",
            "nøgle",
            ("key", "indstilling"),
            Described("dato, uger, regel.…, parameter.… eller antagelse"),
            "indstillingens navn",
            "dato",
            True,
        ),
        Column(
            "value",
            "værdi",
            ("value",),
            SettingValue("en dato, et tal, ja eller nej, eller en sætning"),
            "indstillingens værdi",
            "24-11-2026",
        ),
        Column("note", "forklaring", ("note", "explanation"), Text(), "til dig selv; læses ikke"),
    ),
)

OFFERS = Sheet(
    "offers",
    "Støttetilbud",
    ("support", "offers", "support offers"),
    "Én række for hver støtte, der ikke er arbejdsstedets egen: mentortimer, assistance, frivillige, hjælpemidler.",
    (
        Column("id", "id", ("offer",), Id(), "støttetilbuddets løbenummer", "M-001", True),
        Column("name", "navn", ("name",), Text(), "støttetilbuddets navn", "Kommunens mentorer", True),
        Column("provider", "udbyder", ("provider",), PROVIDER, "hvem der giver støtten", "kommune", True),
        Column(
            "accommodations",
            "hensyn",
            ("accommodations",),
            Several(ACCOMMODATION),
            "de hensyn, støtten kan dække",
            "SOC-02",
            True,
        ),
        Column("hours_per_week", "timer pr. uge", ("hours per week",), Number(0, 100_000), "timer om ugen i alt", 40),
        Column(
            "hours_per_person",
            "timer pr. person",
            ("hours per person",),
            Number(0, 37),
            "flest timer om ugen til én borger",
            3,
        ),
        Column("count", "antal", ("count",), Whole(0, 100_000), "hvor mange der er, for udstyr"),
        Column(
            "cost_per_hour",
            "pris pr. time",
            ("cost per hour",),
            Number(0, 10_000, "kr."),
            "kroner; tom betyder gratis",
            350,
            blank=0.0,
        ),
        Column(
            "cost_each",
            "pris pr. stk.",
            ("cost each",),
            Number(0, 1_000_000, "kr."),
            "kroner; tom betyder gratis",
            blank=0.0,
        ),
        Column("budget", "pulje", ("budget",), Id("Puljer"), "den pulje, der betaler, fra arket Puljer", "P-001"),
        Column(
            "postcode", "postnummer", ("postcode", "postnr"), Postcode(), "midten af det område, støtten når", "6000"
        ),
        Column("radius_km", "radius km", ("radius km", "radius"), Number(0, 1_000, "km"), "hvor langt støtten når", 25),
        Column(
            "schemes",
            "ordninger",
            ("schemes",),
            SCHEMES,
            "de ordninger, støtten kan gives under; tom betyder alle",
            blank=frozenset(),
        ),
        Column("starts", "fra", ("starts", "from"), Day(), "første dag"),
        Column("ends", "til", ("ends", "to"), Day(), "sidste dag"),
    ),
)

BUDGETS = Sheet(
    "budgets",
    "Puljer",
    ("budgets",),
    "Penge, der kan bruges på støtte i planens uger.",
    (
        Column("id", "id", ("budget",), Id(), "puljens løbenummer", "P-001", True),
        Column("name", "navn", ("name",), Text(), "puljens navn", "Mentorpuljen", True),
        Column("amount", "beløb", ("amount",), Number(0, 1e10, "kr."), "kroner i planens uger", 400_000, True),
    ),
)

CLAUSES = Sheet(
    "clauses",
    "Klausuler",
    ("clauses",),
    "Sociale klausuler: hvor mange en leverandør skal ansætte eller oplære.",
    (
        Column("id", "id", ("clause",), Id(), "klausulens løbenummer", "K-001", True),
        Column("contract", "kontrakt", ("contract",), Text(), "kontraktens navn", "Rengøring af skoler", True),
        Column(
            "employer",
            "virksomhed",
            ("employer",),
            Id("Virksomheder"),
            "leverandørens id fra arket Virksomheder",
            "V-001",
            True,
        ),
        Column("unit", "enhed", ("unit",), CLAUSE_UNIT, "hvad klausulen tæller", "pladser", True),
        Column("quantity", "mængde", ("quantity",), Number(0, 1e6), "hvor meget i alt", 3, True),
        Column(
            "delivered",
            "leveret",
            ("delivered",),
            Number(0, 1e6),
            "hvor meget der er leveret; tom betyder 0",
            1,
            blank=0.0,
        ),
        Column(
            "workplaces",
            "arbejdssteder",
            ("workplaces",),
            Several(IdOf("Arbejdssteder")),
            "kun disse arbejdssteder; tom betyder alle",
            blank=frozenset(),
        ),
        Column("starts", "fra", ("starts", "from"), Day(), "første dag"),
        Column("ends", "til", ("ends", "to"), Day(), "sidste dag"),
        Column(
            "schemes",
            "ordninger",
            ("schemes",),
            SCHEMES,
            "de ordninger, der tæller; tom betyder alle",
            blank=frozenset(),
        ),
        Column(
            "evidence",
            "dokumentation",
            ("evidence",),
            Text(),
            "hvad der dokumenterer leveringen",
            "Lønsedler hvert halve år",
            blank="",
        ),
        Column(
            "penalty",
            "vægt pr. manglende",
            ("penalty",),
            Number(0, 1e6),
            "hvad én manglende koster i planens værdi; tom bruger planens egen",
        ),
    ),
)

BINDINGS = Sheet(
    "bindings",
    "Bindinger",
    ("bindings", "pins"),
    "Det, en medarbejder har bestemt om et bestemt par af borger og stilling.",
    (
        Column("candidate", "borger", ("candidate",), CANDIDATE, "borgerens id fra arket Borgere", "B-001", True),
        Column("opening", "stilling", ("opening",), OPENING, "stillingens id fra arket Stillinger", "S-001", True),
        Column(
            "kind",
            "binding",
            ("binding", "kind"),
            BINDING,
            "fasthold = skal med i planen, udeluk = må ikke",
            "fasthold",
            True,
        ),
        Column("reason", "begrundelse", ("reason",), Text(), "hvorfor", "Aftalt på møde", blank=""),
    ),
)

GO_AHEADS = Sheet(
    "go_aheads",
    "Borgerens ja",
    ("go-aheads", "consents"),
    "Borgerens ja til at blive vist for en stilling. Uden det ser virksomheden ingenting.",
    (
        Column("candidate", "borger", ("candidate",), CANDIDATE, "borgerens id fra arket Borgere", "B-001", True),
        Column("opening", "stilling", ("opening",), OPENING, "stillingens id fra arket Stillinger", "S-001", True),
        Column("given", "givet", ("given",), Day(), "hvornår borgeren sagde ja", "02-11-2026", True),
        Column("withdrawn", "trukket", ("withdrawn",), Day(), "hvornår borgeren tog sit ja tilbage"),
    ),
)

OUTCOMES = Sheet(
    "outcomes",
    "Forløb",
    ("outcomes",),
    "Tidligere forløb, så planen kan lære af dem. Skriv ikke noget om helbred eller årsager.",
    (
        Column("candidate", "borger", ("candidate",), CANDIDATE, "borgerens id fra arket Borgere", "B-001", True),
        Column(
            "workplace",
            "arbejdssted",
            ("workplace",),
            WORKPLACE,
            "arbejdsstedets id fra arket Arbejdssteder",
            "A-001",
            True,
        ),
        Column("scheme", "ordning", ("scheme",), SCHEME, "under hvilken ordning", "praktik", True),
        Column("started", "fra", ("started", "from"), Day(), "første dag", "01-03-2026", True),
        Column("ended", "til", ("ended", "to"), Day(), "sidste dag; tom, når forløbet er i gang", "31-05-2026"),
        Column(
            "hours", "timer", ("hours",), Number(0, 37, "timer om ugen"), "effektive timer om ugen ved slutningen", 6
        ),
        Column("tasks", "opgaver", ("tasks",), Several(TASK), "opgaver, borgeren udførte", "T078", blank=frozenset()),
    ),
)
