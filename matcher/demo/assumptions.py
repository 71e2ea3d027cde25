"""Every rate the synthetic municipality is drawn from, in one place, so that it can be read, doubted and tuned.

Tables of needs stand in `profiles`, tables of sectors and provisions in `sectors`, in the same form: each value is a
`Published` figure with its source or an `Assumption`; `make_municipality` writes all their sentences into the settings.
"""

from __future__ import annotations

from matcher.demo.declared import Assumption, Published
from matcher.domain import DanishLevel, EmployerKind, Scheme, Transport

# --- published -------------------------------------------------------------------------------------------------------

HOURS = Published(
    {(1, 5): 20_871, (6, 10): 26_148, (11, 15): 16_780, (16, 20): 7_293, (21, 25): 967, (26, 30): 237},
    "ugentlige timer i fleksjob fordeler sig med {}",
    "beskæftigelsesministerens svar på BEU spørgsmål 61, 15. februar 2023, tal for oktober 2022; "
    "betalte timer, ikke nødvendigvis effektive timer",
)
PRIVATE_SHARE = Published(
    693 / 1_135,
    "{} af personerne i fleksjob i Kolding var ansat i private virksomheder",
    "Fredericia Avis, uden dato, omkring 2018",
)
GRANT_YEARS = Published(
    5,
    "det første fleksjob bevilges for {} år uanset alder",
    "Den Uvildige Konsulentordning på Handicapområdet, dukh.dk",
)
GREW_HOURS = Published(
    0.21,
    "{} af dem, der har haft et fleksjob på højst 10 timer siden 2013, er kommet op i tid",
    "BEU, almindelig del, bilag 276, august 2020",
)
ASSISTANCE_AT_FULL_TIME = Published(
    20.0,
    "personlig assistance kan gives op til {} timer om ugen ved 37 timers arbejde, forholdsvis mindre ved færre timer",
    "Viborg Kommune og Ringkøbing-Skjern Kommune om personlig assistance",
)

# --- invented -------------------------------------------------------------------------------------------------------

INVENTED = Assumption("opdigtede", "alle personer, virksomheder og forløb er {}; ligheder med virkelige er tilfældige")
NUMBERS = Assumption("nul", "CVR- og P-numre begynder med {}, så de ikke kan være virkelige; ingen har et CPR-nummer")

# --- size ------------------------------------------------------------------------------------------------------------

OPENINGS_PER_CANDIDATE = Assumption(0.333, "der er stillinger svarende til {} af antallet af borgere")
PLACES = Assumption({1: 0.66, 2: 0.24, 3: 0.10}, "antal pladser i en stilling: {}")
OPENINGS_PER_WORKPLACE = Assumption({1: 0.64, 2: 0.24, 3: 0.12}, "antal stillinger på et arbejdssted: {}")
OUTSIDE_SHARE = Assumption(0.08, "{} af arbejdsstederne ligger uden for borgernes egen kommune, men i nærheden")
OUTSIDE_KM = Assumption(28.0, "det nærmeste opland regnes til {} km fra den største by")
MAIN_TOWN_SHARE = Assumption(0.58, "{} af en kommunes borgere bor i det største postdistrikt")
MAIN_TOWN_WORK_SHARE = Assumption(0.62, "{} af en kommunes arbejdssteder ligger i det største postdistrikt")

# --- candidates ------------------------------------------------------------------------------------------------------

HOURS_OF_ALL = Assumption(
    "alle ordninger", "fordelingen af ugentlige timer i fleksjob bruges for borgere under {} som de effektive timer"
)
HOURS_WITHIN = Assumption(
    "jævnt på hele og halve timer", "inden for et offentliggjort interval fordeler timerne sig {}"
)
HOURS_MIN_OF_TARGET = Assumption((0.3, 0.85), "færreste timer er {} af de ønskede")
HOURS_MAX_OF_TARGET = Assumption((1.0, 1.45), "flest timer er {} gange de ønskede")
SCHEMES = Assumption(
    {
        Scheme.FLEKSJOB: 0.62,
        Scheme.SMALL_JOB: 0.11,
        Scheme.INTERNSHIP: 0.09,
        Scheme.WAGE_SUBSIDY: 0.07,
        Scheme.SHELTERED_JOB: 0.05,
        Scheme.ORDINARY: 0.06,
    },
    "borgernes ordning: {}",
)
NEWLY_REFERRED = Assumption(
    0.04, "{} af borgerne er så nye, at kommunen ikke har spurgt om alt endnu; for dem mangler hver oplysning for sig"
)
MISSING_WHEN_NEW = Assumption(
    {
        "ordning": 0.35,
        "timer til stede": 0.50,
        "tider på ugen": 0.45,
        "transport": 0.45,
        "rejsetid": 0.45,
        "dansk": 0.35,
        "beviser": 0.60,
        "flere timer": 0.70,
    },
    "så ofte mangler hver oplysning hos de nye borgere: {}",
)
INTENSITY = Assumption(
    {1.0: 0.34, 0.9: 0.12, 0.8: 0.17, 0.7: 0.14, 0.6: 0.11, 0.5: 0.08, 0.4: 0.04},
    "arbejdsintensitet: {}",
)
PRESENCE_SLACK = Assumption((1.0, 1.4), "borgeren kan være til stede {} gange den tid, de ønskede timer kræver")
AVAILABILITY = Assumption(
    {
        "ma-fr 08:00-16:00": 0.34,
        "ma-fr 07:00-15:00": 0.12,
        "ma-fr 09:00-15:00": 0.16,
        "ma-fr 08:00-12:30": 0.10,
        "ma-fr 10:00-16:00": 0.06,
        "ma-to 08:30-14:00": 0.06,
        "ma-fr 06:00-18:00; lø-sø 08:00-16:00": 0.09,
        "ma 09:00-15:00; on 09:00-15:00; fr 09:00-15:00": 0.04,
        "ma-fr 12:00-20:00; lø 09:00-15:00": 0.03,
    },
    "hvornår borgerne kan arbejde: {}",
)
TRANSPORT = Assumption(
    {
        Transport.WALK: 0.85,
        Transport.BICYCLE: 0.55,
        Transport.PUBLIC: 0.75,
        Transport.CAR: 0.42,
    },
    "så mange borgere i kommunens største by kan komme på arbejde på hver måde: {}",
)
TRANSPORT_OUTSIDE = Assumption(
    {
        Transport.WALK: 0.70,
        Transport.BICYCLE: 0.45,
        Transport.PUBLIC: 0.70,
        Transport.CAR: 0.76,
    },
    "så mange borgere uden for kommunens største by kan komme på arbejde på hver måde: {}",
)
COMMUTE_MAX = Assumption(
    {20: 0.08, 30: 0.30, 45: 0.34, 60: 0.22, 75: 0.04, 90: 0.02},
    "længste rejsetid hver vej i minutter for borgere i kommunens største by: {}",
)
COMMUTE_MAX_OUTSIDE = Assumption(
    {30: 0.12, 45: 0.40, 60: 0.36, 75: 0.08, 90: 0.04},
    "længste rejsetid hver vej i minutter for borgere uden for kommunens største by: {}",
)
DANISH = Assumption({DanishLevel.FLUENT: 0.80, DanishLevel.GOOD: 0.20}, "dansk hos borgere uden sproghensyn: {}")
DANISH_NEWCOMER = Assumption(
    {DanishLevel.GOOD: 0.30, DanishLevel.BASIC: 0.58, DanishLevel.NONE: 0.12}, "dansk hos borgere med sproghensyn: {}"
)
LANGUAGES = Assumption({"en": 0.55, "de": 0.30, "sv": 0.05, "no": 0.05, "fr": 0.05}, "et ekstra sprog: {}")
LANGUAGE_SHARE = Assumption(0.35, "{} af borgerne uden sproghensyn kan arbejde på et andet sprog end dansk")
NEWCOMER_LANGUAGES = Assumption(
    {"ar": 0.28, "uk": 0.22, "pl": 0.14, "so": 0.10, "fa": 0.10, "tr": 0.10, "ti": 0.06},
    "sprog hos borgere med sproghensyn: {}",
)
NEWCOMER_ENGLISH = Assumption(0.4, "{} af borgerne med sproghensyn kan også arbejde på engelsk")
CERTIFICATE_WITH_CAR = Assumption(0.95, "{} af borgerne med bil har kørekort til bil")
MAX_JOBS = Assumption({1: 0.85, 2: 0.11, 3: 0.04}, "så mange små job vil borgeren højst have på én gang: {}")
START_LATER = Assumption(0.08, "{} af borgerne kan først begynde senere")
START_WEEKS = Assumption((1, 8), "de kan begynde om {} uger")
WAITING_MONTHS = Assumption(15.0, "borgerne har i gennemsnit været uden arbejde i {} måneder, eksponentielt fordelt")
WAITING_MISSING = Assumption(0.04, "for {} af borgerne er det ikke noteret, siden hvornår de har været uden arbejde")
GRANT_PERMANENT = Assumption(0.18, "{} af fleksjobbevillingerne er uden slutdato")
GRANT_MISSING = Assumption(0.03, "for {} af fleksjobbevillingerne er perioden ikke noteret")
PREVIOUS_EMPLOYERS = Assumption({0: 0.45, 1: 0.33, 2: 0.22}, "antal tidligere virksomheder i filen for en borger: {}")
RELATED_EMPLOYER = Assumption(0.01, "{} af borgerne har en ægtefælle eller partner, der ejer en virksomhed i filen")
WANTS_GROWTH = Assumption(0.45, "{} af borgerne vil gerne op i tid")
COMPETENCE_TASKS = Assumption({0: 0.08, 1: 0.27, 2: 0.35, 3: 0.22, 4: 0.08}, "antal opgaver borgeren har prøvet: {}")
COMPETENCE_TITLE = Assumption(0.7, "{} af borgerne har en stillingsbetegnelse i filen")
COMPETENCE_TEXT = Assumption(0.45, "{} af borgerne har skrevet en kompetence med egne ord")
COMPETENCE_MONTHS = Assumption(40.0, "erfaring med en opgave er i gennemsnit {} måneder, eksponentielt fordelt")
COMPETENCE_MONTHS_MISSING = Assumption(0.25, "for {} af kompetencerne er længden ikke noteret")
WISHED_TASKS = Assumption({0: 0.25, 1: 0.40, 2: 0.25, 3: 0.10}, "antal opgaver borgeren ønsker: {}")
UNWANTED_TASKS = Assumption({0: 0.80, 1: 0.15, 2: 0.05}, "antal opgaver borgeren ikke vil have: {}")
WISHED_SECTOR = Assumption(0.40, "{} af borgerne ønsker en bestemt branche")
UNWANTED_SECTOR = Assumption(0.06, "{} af borgerne vil ikke arbejde i en bestemt branche")
WISHED_PLACE = Assumption(0.05, "{} af borgerne ønsker et bestemt arbejdssted")
UNWANTED_EMPLOYER = Assumption(0.04, "{} af borgerne vil ikke tilbage til en bestemt virksomhed")
WRITES_TEXT = Assumption(0.85, "{} af borgerne har skrevet om sig selv")
MISSPELT = Assumption(0.30, "{} af borgernes tekster har en eller to stavefejl")

# --- identities ------------------------------------------------------------------------------------------------------

WOMEN = Assumption(0.55, "{} af borgerne er kvinder; køn, alder og navn hænger ikke sammen med noget andet i filen")
BIRTH_YEARS = Assumption((1962, 2004), "borgernes fødselsår fordeler sig jævnt fra {}")
CONFIDENCE_SHARE = Assumption(0.35, "for {} af borgerne har sagsbehandleren skrevet sin egen tro på job")
CONFIDENCE_SHAPE = Assumption(
    2.5, "den tro er betafordelt med begge parametre {} og hænger ikke sammen med noget andet"
)

# --- employers and workplaces ----------------------------------------------------------------------------------------

OTHER_KINDS = Assumption(
    {
        EmployerKind.MUNICIPAL: 0.56,
        EmployerKind.PUBLIC: 0.11,
        EmployerKind.SOCIAL: 0.18,
        EmployerKind.ASSOCIATION: 0.15,
    },
    "arbejdssteder, der ikke er private, fordeler sig med {}",
)
KIND_AS_EMPLOYED = Assumption(
    "den samme", "andelen af arbejdssteder, der er private, er {} som andelen af personer i fleksjob, der er det"
)
WORKPLACES_PER_EMPLOYER = Assumption(1.35, "en virksomhed uden for kommunen har i gennemsnit {} arbejdssteder")
REGISTERED_SOCIAL = Assumption(0.6, "{} af de socialøkonomiske virksomheder er registreret som sådan")
STAFF_MEDIAN = Assumption(17.0, "et arbejdssted har i midten {} ordinære årsværk, logaritmisk normalfordelt")
STAFF_SPREAD = Assumption(1.0, "standardafvigelsen på logaritmen af ordinære årsværk er {tal}")
STAFF_MISSING = Assumption(0.05, "{} af arbejdsstederne er ikke spurgt om ordinære årsværk")
HEADS_PER_FTE = Assumption((1.05, 1.5), "der er {} ordinære ansatte for hvert årsværk")
SUBSIDISED_OF_LIMIT = Assumption(
    {0.0: 0.55, 0.3: 0.20, 0.6: 0.15, 1.0: 0.10}, "så stor en del af rimelighedskravets plads er brugt i forvejen: {}"
)
SUBSIDISED_MISSING = Assumption(0.04, "{} af arbejdsstederne er ikke spurgt, hvor mange der allerede er på ordning")
STATEMENTS_MISSING = Assumption(0.06, "{} af arbejdsstederne er ikke spurgt om de skriftlige erklæringer")
STATEMENTS_AT_HAND = Assumption(0.9, "{} af de arbejdssteder, der er spurgt, har erklæringerne")
STAFF_GROWTH = Assumption((-0.06, 0.12), "antal ansatte er ændret med en andel fra {} på 12 måneder")
STAFF_GROWTH_MISSING = Assumption(0.05, "{} af arbejdsstederne er ikke spurgt om antal ansatte for 12 måneder siden")
VACANCY_BY_DISMISSAL = Assumption(0.05, "på {} af arbejdsstederne er en stilling blevet ledig ved afskedigelse")
VACANCY_MISSING = Assumption(0.05, "{} af arbejdsstederne er ikke spurgt om afskedigelser")
GENEROSITY = Assumption(
    0.7, "arbejdsstederne er forskelligt rummelige; standardafvigelsen på log-odds for et ja til et vilkår er {tal}"
)
PROVISION_MISSING = Assumption(0.35, "{} af vilkårene på et arbejdssted er der ikke spurgt om")
MISSING_WRITTEN = Assumption(0.5, "{} af de vilkår, der ikke er spurgt om, står udtrykkeligt som ikke spurgt")
COUNTED_DAYS = Assumption((5, 90), "rimelighedskravets tal er gjort op for {} dage siden")
VERIFIED_DAYS = Assumption((3, 400), "de svar, der har en dato, er set efter for {} dage siden")
VERIFIED_SHARE = Assumption(0.7, "{} af svarene på vilkår har en dato for, hvornår nogen sidst så efter")

# --- openings --------------------------------------------------------------------------------------------------------

TASKS_PER_OPENING = Assumption({1: 0.12, 2: 0.28, 3: 0.32, 4: 0.19, 5: 0.09}, "antal opgaver i en stilling: {}")
CORE_TASK = Assumption(0.30, "{} af opgaverne skal alle i stillingen kunne")
OTHER_DEMANDS = Assumption(0.08, "{} af opgaverne stiller på arbejdsstedet et andet krav end opgaven normalt gør")
OPENING_HOURS = Assumption(
    {(1, 5): 0.26, (6, 10): 0.37, (11, 15): 0.24, (16, 20): 0.11, (21, 30): 0.02},
    "ugentlige timer, en stilling har til én person: {}",
)
OPENING_MIN = Assumption((0.2, 0.75), "færreste timer er {} af stillingens timer til én person")
OPENING_MAX = Assumption((1.0, 1.4), "flest timer er {} gange stillingens timer til én person")
OPENING_TOTAL = Assumption((0.8, 1.15), "stillingens timer i alt er {} gange pladserne ganget med timer til én person")
SHORTEST_SHIFT = Assumption({1.0: 0.35, 1.5: 0.15, 2.0: 0.35, 3.0: 0.15}, "korteste vagt i timer: {}")
SCHEMES_ACCEPTED = Assumption(
    {
        Scheme.FLEKSJOB: 0.62,
        Scheme.SMALL_JOB: 0.50,
        Scheme.INTERNSHIP: 0.55,
        Scheme.WAGE_SUBSIDY: 0.42,
        Scheme.SHELTERED_JOB: 0.35,
        Scheme.ORDINARY: 0.32,
    },
    "så mange stillinger tager imod hver ordning: {}",
)
WINDOWS_MISSING = Assumption(0.03, "{} af stillingerne er ikke spurgt om tidsrum")
OPENING_DANISH = Assumption(
    {DanishLevel.NONE: 0.05, DanishLevel.BASIC: 0.43, DanishLevel.GOOD: 0.40, DanishLevel.FLUENT: 0.12},
    "det dansk, en stilling kræver: {}",
)
OPENING_DANISH_MISSING = Assumption(0.03, "{} af stillingerne er ikke spurgt om krav til dansk")
OPENING_LANGUAGE = Assumption(0.20, "i {} af stillingerne kan arbejdet gøres på et andet sprog end dansk")
OPENING_GROWTH = Assumption(0.40, "i {} af stillingerne kan der komme flere timer")
OPENING_GROWTH_MISSING = Assumption(0.15, "{} af stillingerne er ikke spurgt, om der kan komme flere timer")
SEASONAL = Assumption(0.05, "{} af stillingerne er korte sæsonopgaver")
SEASONAL_MISSING = Assumption(0.03, "{} af stillingerne er ikke spurgt, om de er sæsonopgaver")
OPENING_START_LATER = Assumption(0.20, "{} af stillingerne begynder først senere")
OPENING_START_WEEKS = Assumption((1, 10), "de stillinger begynder om {} uger")
OPENING_LATEST_START = Assumption(0.15, "{} af stillingerne har en seneste startdag")
OPENING_LATEST_WEEKS = Assumption((13, 26), "seneste startdag er om {} uger")
OTHER_LANGUAGES = Assumption(
    {"en": 0.40, "de": 0.20, "ar": 0.14, "uk": 0.14, "pl": 0.12}, "det andet sprog i sådan en stilling: {}"
)
TASK_SPLIT = Assumption(2.0, "timerne deles mellem en stillings opgaver efter en Dirichlet-fordeling med parameter {}")

# --- support, clauses, decisions -------------------------------------------------------------------------------------

PEOPLE_PER_CORPS = Assumption(1_200, "støttetilbuddene er sat op for hver {} borgere i en kommune")
MENTOR_HOURS = Assumption(14.0, "kommunens mentorkorps har {} timer om ugen for hver 1200 borgere")
TRAINING_HOURS = Assumption(8.0, "kommunens jobtrænere har {} timer om ugen til oplæring for hver 1200 borgere")
ASSISTANCE_HOURS = Assumption(28.0, "der er {} timer om ugen til personlig assistance for hver 1200 borgere")
VOLUNTEER_HOURS = Assumption((2.0, 5.0), "en forening har {} frivillige mentortimer om ugen")
VOLUNTEERS_PER_CORPS = Assumption(4, "{} foreninger har frivillige mentorer for hver 1200 borgere")
VOLUNTEER_RADIUS = Assumption((6.0, 14.0), "frivillige mentorer når {} km omkring")
MUNICIPAL_RADIUS = Assumption(
    30.0, "hvor flere kommuner er med, når en kommunes støttetilbud {} km fra dens største by"
)
HOURS_PER_PERSON = Assumption(
    {"mentor": 3.0, "oplæring": 6.0, "frivillig": 2.0},
    "flest timer om ugen til én person: {}",
)
COST_PER_HOUR = Assumption(
    {"mentor": 345.0, "oplæring": 310.0, "assistance": 265.0},
    "timepriser i kroner: {}",
)
AID_COST = Assumption(
    {"PHY-03": 6_800.0, "PHY-08": 4_200.0, "SEN-09": 5_600.0},
    "pris i kroner for et hjælpemiddel (bord eller stol, løfteredskab, syns- eller læseteknologi): {}",
)
BUDGET_OF_FULL_USE = Assumption(0.75, "mentorpuljen rækker til {} af mentorkorpsets timer i planens uger")
LEAST_OFFER_HOURS = Assumption(2.0, "et støttetilbud har mindst {} timer om ugen, også i en lille kommune")
LEAST_AID_BUDGET = Assumption(12_000, "hjælpemiddelpuljen er mindst {} kr., også i en lille kommune")
AID_BUDGET = Assumption(80_000, "hjælpemiddelpuljen er {} kr. i planens uger for hver 1200 borgere")
CLAUSES_PER_CORPS = Assumption(2, "der er {} sociale klausuler for hver 1200 borgere")
CLAUSE_POSITIONS = Assumption((3, 6), "en klausul i pladser kræver {} pladser")
CLAUSE_PERSON_WEEKS = Assumption((60, 140), "en klausul i personuger kræver {} personuger")
CLAUSE_TRAINING_ONLY = Assumption(0.3, "i {} af klausulerne tæller kun praktik og løntilskud")
CLAUSE_DELIVERED = Assumption((0.0, 0.4), "af en klausul er {} leveret i forvejen")
GO_AHEADS = Assumption(0.07, "{} af borgerne har sagt ja til at blive vist til en stilling")
GO_AHEAD_DAYS = Assumption((10, 70), "de har sagt ja for {} dage siden")
GO_AHEAD_WITHDRAWN = Assumption(0.10, "{} af disse ja'er er trukket tilbage")

# --- how earlier placements went: the truth that the fit model is to find --------------------------------------------

PAST_PLACEMENTS = Assumption(0.5, "for {} af borgernes tidligere virksomheder er der noteret forløb")
STINTS = Assumption({1: 0.30, 2: 0.35, 3: 0.20, 4: 0.15}, "forløb efter hinanden på sådan et arbejdssted: {}")
FIRST_BEGAN_YEARS = Assumption(
    (0.25, 5.0), "på et noteret arbejdssted begyndte det første forløb for {} år siden, jævnt fordelt"
)
PAUSE_MONTHS = Assumption(3.0, "mellem to forløb samme sted går der to uger og dertil i gennemsnit {} måneder")
WATCHED_WEEKS = Assumption(
    27,
    "intet forløb er begyndt mindre end {} uger, før ventetiden begyndte, og de tidligere sluttede senest da",
)
TRIAL_WEEKS = Assumption(
    (27, 40), "i ventetiden har borgerne kun praktik, og en praktik varer højst {} uger, hvor godt den end går"
)
HOURS_OF_WANTED = Assumption(
    {0.4: 0.12, 0.6: 0.16, 0.8: 0.20, 1.0: 0.28, 1.25: 0.14, 1.6: 0.10},
    "timerne i et tidligere forløb som del af de ønskede: {}",
)
GROWN_HOURS = Assumption(1.4, "de, der er kommet op i tid, arbejder {} gange så mange timer")
PLACEMENT_MONTHS = Assumption(
    7.0,
    "et forløb, hvor alt passer halvt, varer i midten {} måneder; der findes ingen kilde til fastholdelse",
)
LASTS_LONGER = Assumption(
    {
        "timer som ønsket": 5.0,
        "hensyn, arbejdsstedet kan give": 3.0,
        "kort vej": 2.5,
        "prøvede opgaver": 1.5,
        "ønskede opgaver": 1.5,
        "ønsket branche eller sted": 1.2,
    },
    "så mange gange længere varer et forløb, når det passer helt, end når det slet ikke passer: {}",
)
LONG_WAY_KM = Assumption(25.0, "fra {} km i lige linje regnes vejen for lang")
LUCK_SPREAD = Assumption(
    0.4, "borgere og arbejdssteder er heldige i forskellig grad; standardafvigelsen på logaritmen af tiden er {tal}"
)
LASTING_SHAPE = Assumption(
    0.9, "resten er tilfældigt: tiden er weibullfordelt med form {tal}, så flest slutter i begyndelsen"
)
