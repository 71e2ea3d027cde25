"""What each sector is like: its tasks, its hours of the week, who owns its workplaces, what it can usually offer."""

from __future__ import annotations

from matcher.demo.declared import Assumption
from matcher.domain import EmployerKind

TASKS = Assumption(
    {
        sector: tuple(tasks.split())
        for sector, tasks in {
            "butik": "T022 T023 T024 T025 T026 T027 T028 T029 T030 T031 T022 T023 T064 T011",
            "lager": "T032 T033 T034 T035 T028 T077 T032 T033 T012",
            "køkken": "T001 T002 T003 T004 T005 T006 T007 T008 T009 T010 T016",
            "restaurant": "T001 T002 T003 T004 T006 T007 T008 T009",
            "hotel": "T021 T017 T018 T019 T020 T006 T016 T011 T064",
            "rengøring": "T011 T012 T013 T014 T015 T016 T017 T018 T019 T011 T012",
            "kontor": "T036 T037 T038 T039 T040 T041 T042 T043 T044 T045 T046 T047 T048 T005 T020 T063",
            "it": "T048 T049 T050 T051 T053 T054 T055 T036 T005",
            "pleje": "T083 T084 T085 T086 T087 T088 T017 T018 T007 T063 T006 T005",
            "sundhed": "T087 T088 T016 T011 T036 T037 T041 T085",
            "skole": "T090 T091 T092 T093 T004 T039 T056 T061 T094 T007 T005",
            "dagtilbud": "T089 T001 T002 T004 T008 T011 T017 T018 T093",
            "kultur": "T094 T095 T096 T097 T036 T037 T049 T020 T055 T052",
            "fritid": "T098 T056 T057 T061 T007 T064 T050 T012",
            "kirke": "T099 T057 T058 T056 T059 T008 T037",
            "grønne-områder": "T056 T057 T058 T059 T060 T064 T066 T067 T068 T069",
            "ejendom": "T061 T062 T056 T057 T058 T059 T064 T065 T063 T014",
            "byggeri": "T032 T056 T062 T064 T061 T046 T012",
            "industri": "T070 T071 T072 T077 T070 T071 T072 T028 T033 T012 T007",
            "værksted": "T071 T073 T074 T075 T076 T104 T082",
            "genbrug": "T078 T079 T080 T081 T082 T074 T075 T064",
            "transport": "T103 T104 T105 T041 T033 T040",
            "dyr": "T100 T101 T102 T057 T061",
        }.items()
    },
    "hvilke af katalogets opgaver der findes i hver branche, er sat efter skøn",
)

KIND_SECTORS = Assumption(
    {
        EmployerKind.PRIVATE: {
            "butik": 22, "lager": 7, "køkken": 7, "restaurant": 7, "hotel": 3, "rengøring": 8, "kontor": 9, "it": 5,
            "grønne-områder": 5, "ejendom": 5, "byggeri": 4, "industri": 11, "værksted": 5, "transport": 4, "dyr": 3,
            "sundhed": 2,
        },
        EmployerKind.MUNICIPAL: {
            "pleje": 24, "skole": 20, "dagtilbud": 18, "kultur": 7, "kontor": 9, "grønne-områder": 8, "ejendom": 7,
            "køkken": 6, "genbrug": 3, "fritid": 4, "sundhed": 3,
        },
        EmployerKind.PUBLIC: {"sundhed": 40, "skole": 25, "kontor": 15, "kultur": 10, "kirke": 10},
        EmployerKind.SOCIAL: {
            "genbrug": 18, "værksted": 20, "restaurant": 14, "grønne-områder": 12, "køkken": 12, "butik": 10,
            "rengøring": 8, "industri": 6,
        },
        EmployerKind.ASSOCIATION: {"fritid": 40, "genbrug": 25, "kultur": 15, "dyr": 10, "kirke": 10},
    },
    "hvilke brancher arbejdsstederne hos hver slags arbejdsgiver ligger i, er sat efter skøn",
)  # fmt: skip

DAY = "ma-fr 07:00-15:30"
OFFICE = "ma-fr 08:00-16:00"
SHOP = "ma-fr 07:00-20:00; lø 08:00-18:00"
KITCHEN = "ma-fr 07:00-14:00"
LUNCH = "ma-fr 10:00-14:30"
EVERY_DAY = "ma-sø 07:00-15:00"
EARLY = "ma-fr 05:30-10:00"
LATE = "ma-fr 14:00-19:00"
CLUB = "ma-fr 11:00-20:00; lø 09:00-15:00"
FREE = "ma-fr 07:00-18:00"

WINDOWS = Assumption(
    {
        "butik": (SHOP, SHOP, SHOP, EARLY),
        "lager": (DAY, DAY, FREE),
        "køkken": (KITCHEN, KITCHEN, LUNCH),
        "restaurant": (LUNCH, CLUB, KITCHEN),
        "hotel": (EVERY_DAY, EVERY_DAY, KITCHEN),
        "rengøring": (FREE, FREE, EARLY, LATE, OFFICE),
        "kontor": (OFFICE, OFFICE, FREE),
        "it": (OFFICE, FREE),
        "pleje": (EVERY_DAY, OFFICE, DAY),
        "sundhed": (OFFICE, EVERY_DAY),
        "skole": (OFFICE, DAY),
        "dagtilbud": (DAY, OFFICE),
        "kultur": (OFFICE, CLUB),
        "fritid": (FREE, CLUB),
        "kirke": ("ma-fr 09:00-14:00; sø 08:30-12:30", OFFICE),
        "grønne-områder": (DAY, DAY, FREE),
        "ejendom": (DAY, FREE),
        "byggeri": (DAY,),
        "industri": (DAY, DAY, FREE),
        "værksted": (OFFICE, FREE),
        "genbrug": (OFFICE, CLUB),
        "transport": (DAY, FREE, EARLY),
        "dyr": (EVERY_DAY, FREE),
    },
    "hvornår på ugen arbejdet kan gøres i hver branche, er sat efter skøn",
)

TASK_CERTIFICATE = Assumption(
    {"T034": "truckcertifikat", "T103": "kørekort-b", "T010": "hygiejnebevis"},
    "truckkørsel kræver truckcertifikat, ærinder kørekort og egenkontrol hygiejnebevis",
)

SECTOR_CERTIFICATE = Assumption(
    {
        "dagtilbud": {"børneattest": 0.85},
        "skole": {"børneattest": 0.70},
        "fritid": {"børneattest": 0.20},
        "pleje": {"straffeattest": 0.25, "førstehjælp": 0.05},
        "kontor": {"straffeattest": 0.06},
        "køkken": {"hygiejnebevis": 0.12},
        "restaurant": {"hygiejnebevis": 0.10},
        "grønne-områder": {"kørekort-b": 0.12, "motorsav": 0.04},
        "ejendom": {"kørekort-b": 0.15, "teleskoplæssercertifikat": 0.02},
        "byggeri": {"vej-som-arbejdsplads": 0.12, "kørekort-b": 0.10, "epoxy": 0.02},
        "industri": {"truckcertifikat": 0.04, "svejsecertifikat": 0.03},
        "lager": {"truckcertifikat": 0.05, "stablercertifikat": 0.05},
        "transport": {"kørekort-b": 0.25, "kørekort-c": 0.04},
    },
    "hvor ofte en branche kræver et bevis, er sat efter skøn",
)

HELD_CERTIFICATES = Assumption(
    {
        "børneattest": 0.62,
        "straffeattest": 0.75,
        "hygiejnebevis": 0.22,
        "førstehjælp": 0.20,
        "truckcertifikat": 0.09,
        "stablercertifikat": 0.08,
        "kørekort-be": 0.08,
        "kørekort-c": 0.05,
        "vej-som-arbejdsplads": 0.05,
        "kranførercertifikat": 0.02,
        "motorsav": 0.03,
        "svejsecertifikat": 0.03,
        "epoxy": 0.03,
        "teleskoplæssercertifikat": 0.03,
        "sprøjtebevis": 0.02,
        "livredder": 0.01,
    },
    "så stor en del af borgerne har hvert bevis eller kan få det med det samme: {}",
)

YES = Assumption(
    {
        "SCH-08": 0.70, "SCH-09": 0.50, "SCH-12": 0.12, "WRK-01": 0.55, "WRK-03": 0.62, "WRK-04": 0.68, "WRK-05": 0.55,
        "WRK-06": 0.42, "PHY-02": 0.62, "PHY-03": 0.38, "PHY-08": 0.42, "PHY-09": 0.55, "PHY-10": 0.85, "SEN-01": 0.48,
        "SEN-02": 0.25, "SEN-03": 0.30, "SEN-04": 0.66, "SEN-05": 0.42, "SEN-09": 0.10, "SOC-01": 0.55, "SOC-02": 0.22,
        "SOC-03": 0.04, "SOC-05": 0.70, "SOC-06": 0.72, "SOC-07": 0.66, "SAF-02": 0.90, "LNG-01": 0.66,
    },
    "når der er spurgt, svarer arbejdsstederne ja til vilkårene med disse andele: {}",
)  # fmt: skip

SECTOR_SHIFT = Assumption(
    {
        "kontor": {"SCH-12": 2.0, "SEN-01": 0.6, "PHY-03": 1.5, "SEN-02": 1.0, "PHY-09": 0.8, "PHY-08": -0.8},
        "it": {"SCH-12": 2.5, "SEN-01": 0.6, "PHY-03": 1.5, "SEN-02": 0.8, "LNG-01": 0.5, "PHY-08": -0.8},
        "kultur": {"SEN-01": 1.2, "PHY-09": 1.0, "SEN-03": 0.4, "PHY-03": 0.6},
        "kirke": {"SEN-01": 1.2, "SOC-05": 1.0},
        "industri": {"SEN-01": -1.5, "WRK-01": -0.8, "PHY-08": 1.2, "SEN-05": -0.6, "LNG-01": 0.6},
        "lager": {"SEN-01": -0.6, "PHY-08": 1.5, "PHY-02": -0.4, "LNG-01": 0.6},
        "byggeri": {"SEN-01": -1.5, "PHY-09": -1.5, "PHY-08": 0.8},
        "køkken": {"SEN-01": -0.8, "PHY-02": -0.5, "SEN-04": -0.8},
        "restaurant": {"SEN-01": -1.2, "SEN-04": -1.0, "SAF-02": -1.5, "SOC-05": 0.4},
        "hotel": {"SCH-08": -0.6, "LNG-01": 0.8},
        "butik": {"SEN-01": -0.5, "SEN-04": -0.8, "SCH-08": -0.4, "SOC-05": -0.3},
        "rengøring": {"LNG-01": 0.8, "SOC-06": -1.2, "WRK-04": 0.4},
        "dagtilbud": {"SEN-01": -1.8, "SEN-04": -1.2, "SOC-06": 0.6},
        "skole": {"SEN-01": -1.0, "PHY-09": 0.6, "SOC-06": 0.4},
        "pleje": {"PHY-08": 1.5, "PHY-09": 2.0, "SEN-03": 0.3},
        "sundhed": {"PHY-09": 2.0, "PHY-03": 0.6, "SEN-03": 0.3},
        "grønne-områder": {"SEN-01": 0.3, "PHY-09": -1.0, "PHY-10": -1.5, "SOC-05": 0.6, "SEN-05": -0.8},
        "værksted": {"SEN-01": -0.5, "SOC-02": 0.5, "WRK-01": 0.6, "SOC-01": 0.5},
        "genbrug": {"WRK-01": 0.5, "SOC-02": 0.5, "SOC-01": 0.4},
        "dyr": {"SOC-05": 1.0, "SEN-01": 0.4, "PHY-09": -0.8},
        "transport": {"SOC-06": -1.5, "PHY-10": -0.8},
    },
    "brancherne afviger fra disse andele efter skøn (fx er der roligere på kontorer end i industri)",
)

KIND_SHIFT = Assumption(
    {
        EmployerKind.SOCIAL: {"all": 0.5, "SOC-02": 1.6, "SOC-01": 1.0, "WRK-01": 0.6, "SEN-03": 0.6, "WRK-06": 0.8},
        EmployerKind.MUNICIPAL: {"PHY-09": 0.8, "SOC-02": 0.3, "SEN-03": 0.3, "PHY-03": 0.4},
        EmployerKind.PUBLIC: {"PHY-09": 0.8, "PHY-03": 0.4},
        EmployerKind.ASSOCIATION: {"all": 0.2, "SOC-02": 0.6, "SOC-05": 0.3},
    },
    "socialøkonomiske og offentlige arbejdspladser og foreninger siger oftere ja til nogle vilkår, efter skøn",
)

COUNTS = Assumption({1: 0.58, 2: 0.28, 3: 0.14}, "antal af et stykke udstyr på et arbejdssted, der har det: {}")
ROOM_HOURS = Assumption({10.0: 0.3, 20.0: 0.3, 37.0: 0.4}, "timer om ugen et hvilerum er ledigt: {}")
OWN_HOURS = Assumption(
    {1.0: 0.25, 2.0: 0.35, 3.0: 0.2, 4.0: 0.15, 6.0: 0.05},
    "timer om ugen, arbejdsstedets egen støtteperson kan bruge: {}",
)
NUMBER_MISSING = Assumption(0.04, "for {} af ja'erne mangler antal, timer eller tal")
AMOUNTS: Assumption[dict[str, dict[float, float]]] = Assumption(
    {
        "SCH-08": {7: 0.35, 14: 0.4, 28: 0.25},
        "SCH-12": {20: 0.3, 40: 0.4, 60: 0.2, 100: 0.1},
        "PHY-10": {10: 0.3, 25: 0.4, 50: 0.2, 100: 0.1},
        "SOC-05": {3: 0.25, 5: 0.3, 8: 0.25, 12: 0.15, 25: 0.05},
    },
    "arbejdsstedernes tal (varsel, hjemmearbejde, meter, kolleger) er valgt efter skøn",
)
ACCESS_PARTS = Assumption(
    {
        ("step_free",): 0.35,
        ("step_free", "accessible_toilet"): 0.3,
        ("step_free", "lift", "accessible_toilet"): 0.35,
    },
    "hvad der er på plads, hvor der er svaret ja til adgangsforhold, er sat efter skøn",
)
PLAIN_DANISH = Assumption(0.92, "hvor der er svaret ja til sprog, er enkelt dansk nok i {} af tilfældene")
LANGUAGE_PARTS = Assumption(
    {"en": 0.45, "de": 0.15, "ar": 0.10, "uk": 0.10, "pl": 0.12, "tr": 0.05, "so": 0.03},
    "andre sprog, der kan arbejdes på, hvor der er svaret ja til sprog: {}",
)

TRADES = {
    "butik": ("Købmandshandel", "Tøjhus", "Isenkram", "Dagligvarer", "Boghandel", "Byggemarked"),
    "lager": ("Logistik", "Lager", "Pakhus"),
    "køkken": ("Madhus", "Kantineservice", "Diner transportable"),
    "restaurant": ("Spisehus", "Café", "Kaffebar"),
    "hotel": ("Hotel", "Kro", "Feriecenter"),
    "rengøring": ("Rengøring", "Vaskeri", "Renhold"),
    "kontor": ("Revision", "Administration", "Ejendomskontor", "Forsikring"),
    "it": ("Data", "Webbureau", "Software"),
    "pleje": ("Plejecenter",),
    "sundhed": ("Klinik", "Sundhedshus"),
    "skole": ("Friskole", "Efterskole"),
    "dagtilbud": ("Børnehus",),
    "kultur": ("Museum", "Kulturhus"),
    "fritid": ("Fritidscenter", "Idrætsforening"),
    "kirke": ("Kirke", "Sognegård"),
    "grønne-områder": ("Gartneri", "Anlægsgartner", "Havecenter"),
    "ejendom": ("Ejendomsservice", "Boligselskab"),
    "byggeri": ("Byg", "Entreprise"),
    "industri": ("Emballage", "Plast", "Møbelfabrik", "Maskinfabrik", "Fødevarer"),
    "værksted": ("Værksted", "Cykelværksted", "Systue"),
    "genbrug": ("Genbrug", "Genanvendelse"),
    "transport": ("Transport", "Bude", "Bilpleje"),
    "dyr": ("Dyreklinik", "Rideskole", "Hundepension"),
}
"""Last parts of the names of invented employers."""
