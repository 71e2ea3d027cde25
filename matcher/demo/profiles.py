"""How needs go together: profiles that the generator draws from and never writes.

A profile says which accommodations are often needed by the same person. It names no cause, stands in no file and is
known to no stage of the engine.
"""

from __future__ import annotations

from matcher.demo.declared import Assumption
from matcher.domain import Kind, Necessity, NeedSource

PROFILES = Assumption(
    {
        "hours only": 0.15,
        "lifting": 0.16,
        "wear": 0.12,
        "access": 0.06,
        "calm": 0.13,
        "senses": 0.06,
        "structure": 0.12,
        "people": 0.09,
        "air": 0.03,
        "learning": 0.05,
        "language": 0.06,
    },
    "hensyn trækkes i elleve mønstre (fx løft, ro, struktur, sprog), som kun findes i generatoren",
)

NEEDS: Assumption[dict[str, dict[str, float]]] = Assumption(
    {
        "hours only": {"SCH-01": 8, "SCH-10": 2, "SCH-08": 2, "SCH-04": 2, "SCH-03": 1.5, "SCH-11": 1, "SCH-07": 2},
        "lifting": {
            "PHY-01": 9, "PHY-02": 6, "PHY-04": 3, "PHY-05": 4, "PHY-06": 2.5, "PHY-08": 2.6, "PHY-03": 1.4,
            "SCH-04": 4, "SCH-02": 2, "SCH-01": 3, "WRK-01": 2, "SCH-09": 1,
        },
        "wear": {
            "PHY-07": 5, "PHY-06": 4, "PHY-04": 4, "PHY-01": 5, "PHY-02": 5, "PHY-03": 1.9, "PHY-08": 1.4, "SCH-04": 3,
            "SCH-05": 1, "SCH-03": 2, "WRK-01": 3, "SEN-08": 2, "SCH-11": 1.5,
        },
        "access": {
            "PHY-09": 7, "SCH-13": 3, "PHY-04": 5, "PHY-10": 4, "SOC-03": 2.4, "PHY-08": 1.2, "PHY-01": 4, "SCH-12": 2,
            "SAF-01": 2, "SCH-02": 2,
        },
        "calm": {
            "SEN-01": 7, "SCH-02": 5, "SCH-03": 3, "SCH-04": 5, "WRK-03": 5, "WRK-04": 3, "SEN-03": 2.4, "SEN-02": 1.2,
            "SEN-04": 3, "SEN-05": 2, "SEN-06": 3, "SCH-09": 3, "WRK-02": 4, "SCH-01": 3, "SCH-12": 1.5, "WRK-01": 3,
        },
        "senses": {
            "SEN-09": 3.1, "SEN-05": 3, "SEN-01": 4, "WRK-05": 4, "SOC-03": 1.6, "SAF-01": 4, "SEN-06": 3, "SOC-06": 2,
            "PHY-09": 1,
        },
        "structure": {
            "SCH-08": 6, "WRK-03": 5, "WRK-05": 5, "SOC-01": 1.9, "SOC-07": 3, "WRK-02": 4, "WRK-01": 3, "SOC-02": 1.7,
            "SEN-04": 3, "SOC-05": 2, "SEN-02": 0.8, "SCH-05": 1.5, "SOC-04": 2, "SAF-01": 1,
        },
        "people": {
            "SOC-04": 5, "SOC-08": 5, "SOC-05": 3, "SOC-02": 2.4, "SOC-01": 1.7, "SOC-07": 3, "SCH-09": 3, "SCH-05": 3,
            "SCH-11": 2, "WRK-02": 3, "SOC-06": 1.5, "SAF-02": 1.5, "SCH-10": 2, "SEN-03": 0.8, "SCH-06": 2,
        },
        "air": {"SEN-07": 8, "SEN-08": 4, "SCH-09": 2, "WRK-01": 2, "PHY-01": 2, "SCH-04": 2, "SCH-12": 1},
        "learning": {
            "WRK-06": 3.6, "WRK-05": 6, "WRK-03": 4, "SOC-01": 2.4, "SOC-02": 1.7, "SOC-06": 3, "SAF-01": 3,
            "WRK-01": 4, "SCH-08": 3,
        },
        "language": {"LNG-01": 9, "WRK-05": 5, "WRK-06": 1.8, "SOC-02": 1.4, "SOC-06": 2, "PHY-01": 2, "SCH-06": 2},
    },
    "hvor ofte de enkelte hensyn optræder i hvert mønster, er sat efter skøn",
)  # fmt: skip

NEED_COUNT = Assumption({1: 0.12, 2: 0.25, 3: 0.28, 4: 0.19, 5: 0.10, 6: 0.06}, "antal hensyn hos en borger: {}")

NECESSITY = Assumption(
    {
        Kind.CONDITION: {Necessity.MUST: 0.48, Necessity.SHOULD: 0.36, Necessity.NICE: 0.16},
        Kind.EQUIPMENT: {Necessity.MUST: 0.64, Necessity.SHOULD: 0.26, Necessity.NICE: 0.10},
        Kind.SUPPORT_HOURS: {Necessity.MUST: 0.68, Necessity.SHOULD: 0.24, Necessity.NICE: 0.08},
        Kind.SCHEDULE: {Necessity.MUST: 0.60, Necessity.SHOULD: 0.28, Necessity.NICE: 0.12},
        Kind.TASK: {Necessity.MUST: 0.58, Necessity.SHOULD: 0.29, Necessity.NICE: 0.13},
    },
    "omkring halvdelen af hensynene er skal, en tredjedel bør og resten gerne, lidt forskelligt efter hensynets art",
)

AMOUNTS: Assumption[dict[str, dict[float, float]]] = Assumption(
    {
        "SCH-02": {3: 0.2, 4: 0.4, 5: 0.3, 6: 0.1},
        "SCH-03": {2: 0.15, 3: 0.5, 4: 0.35},
        "SCH-04": {5: 0.4, 10: 0.45, 15: 0.15},
        "SCH-05": {8.5: 0.2, 9: 0.45, 9.5: 0.2, 10: 0.15},
        "SCH-08": {7: 0.5, 14: 0.4, 28: 0.1},
        "SCH-12": {20: 0.4, 40: 0.35, 60: 0.25},
        "SCH-13": {20: 0.2, 30: 0.5, 45: 0.3},
        "WRK-02": {0: 0.1, 1: 0.55, 2: 0.35},
        "WRK-06": {0.5: 0.3, 1: 0.4, 2: 0.3},
        "PHY-01": {3: 0.1, 5: 0.3, 8: 0.2, 10: 0.3, 15: 0.1},
        "PHY-04": {15: 0.1, 30: 0.35, 60: 0.4, 90: 0.15},
        "PHY-05": {0: 0.15, 1: 0.6, 2: 0.25},
        "PHY-06": {0: 0.3, 1: 0.6, 2: 0.1},
        "PHY-07": {10: 0.15, 15: 0.25, 20: 0.3, 30: 0.3},
        "PHY-10": {25: 0.2, 50: 0.5, 100: 0.3},
        "SEN-03": {0.5: 0.35, 1: 0.4, 2: 0.25},
        "SEN-06": {60: 0.3, 120: 0.5, 240: 0.2},
        "SOC-01": {0.5: 0.45, 1: 0.4, 2: 0.15},
        "SOC-02": {0.5: 0.4, 1: 0.45, 2: 0.15},
        "SOC-04": {0: 0.15, 1: 0.6, 2: 0.25},
        "SOC-05": {4: 0.2, 6: 0.35, 8: 0.3, 12: 0.15},
        "SOC-08": {0: 0.35, 1: 0.6, 2: 0.05},
    },
    "hensynenes mængder (kilo, minutter, timer, trin) er valgt inden for katalogets grænser efter skøn",
)
"""Weights of needs' amounts, in the catalogue's unit. Those of SCH-01, SCH-10 and SOC-03 follow the person's hours."""

AMOUNT_LEFT_OUT = Assumption(0.15, "for {} af hensynene er mængden ikke skrevet, så katalogets standard gælder")

PARTS: Assumption[dict[str, dict[tuple[str, ...], float]]] = Assumption(
    {
        "SCH-03": {(): 0.6, ("rest_day_between",): 0.4},
        "PHY-09": {("step_free",): 0.5, ("step_free", "lift"): 0.2, ("step_free", "accessible_toilet"): 0.2, (): 0.1},
        "SEN-07": {
            ("perfume",): 0.3, ("dust",): 0.2, ("chemicals",): 0.2, ("perfume", "chemicals"): 0.2, (): 0.1,
        },
        "SEN-08": {("cold",): 0.35, ("heat",): 0.2, ("outdoor",): 0.15, ("cold", "outdoor"): 0.2, (): 0.1},
        "SAF-01": {
            ("machines",): 0.3, ("heights",): 0.25, ("truck", "driving"): 0.2, ("machines", "heights"): 0.15, (): 0.1,
        },
    },
    "hvilke dele af et hensyn der menes, er valgt efter skøn",
)  # fmt: skip

PLAIN_DANISH_ONLY = Assumption(
    0.75, "{} af sproghensynene er enkelt dansk, resten et andet arbejdssprog eller enkelt dansk"
)

TREATMENT_WINDOWS = Assumption(
    {
        "ti 08:00-12:00": 0.25,
        "on 12:00-16:00": 0.20,
        "to 08:00-11:00": 0.20,
        "ma 13:00-16:00": 0.20,
        "fr 08:00-16:00": 0.15,
    },
    "tidspunkter, der holdes fri hver uge: {}",
)

NEED_SOURCE = Assumption(
    {
        NeedSource.CANDIDATE: 0.45,
        NeedSource.CASEWORKER: 0.25,
        NeedSource.PLAN: 0.20,
        NeedSource.EMPLOYER: 0.05,
        None: 0.05,
    },
    "hvem der har nævnt et hensyn: {}",
)

REVIEW_MISSING = Assumption(0.3, "{} af hensynene har ingen dato for, hvornår de skal ses efter igen")
REVIEW_MONTHS = Assumption((2.0, 18.0), "resten skal ses efter igen om {} måneder")
