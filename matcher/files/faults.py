"""Everything that can be wrong with a row: its code, and a Danish sentence that says what is wrong and what is right.

A fault refuses the row. A warning (``WARNINGS``) is shown and refuses nothing. A consequence (``CONSEQUENCES``) is a
row that is left out because a row it depends on was refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_WORKSHEET = {
    "misspelt_sheet": "Arket kendes ikke, og det ligner et, der mangler.{hint} Ret navnet.",
    "duplicate_sheet": "Arket findes to gange, som »{first}« og »{second}«; saml rækkerne på ét ark.",
    "missing_header": "Arket har indhold, men ingen overskrifter; skriv kolonnernes navne i én række, fx {columns}.",
    "missing_column": "Kolonnen »{column}« mangler; arket kan ikke læses uden den.{hint}",
    "misspelt_column": "Kolonnen »{value}« kendes ikke, og den ligner en, der mangler.{hint} Ret navnet.",
    "duplicate_column": "Kolonnen »{column}« findes to gange; slet den ene, eller giv den et andet navn.",
    "merged_header": "Overskriften »{value}« er flettet hen over {count} kolonner med indhold; ophæv fletningen, og "
    "giv hver kolonne sin egen overskrift.",
    "health_column": "Kolonnen »{value}« må ikke sendes med: Brobygger tager kun imod skånehensyn, aldrig årsagen "
    "til dem. Slet kolonnen.",
    "broken_quotes": "Filen kan ikke deles i rækker fra række {row}; der mangler et afsluttende anførselstegn.",
    "too_many_cells": "Rækken har {count} celler, men overskriften kun {columns}; tekst med skilletegnet i skal stå i "
    "anførselstegn.",
}
_CELL = {
    "missing_value": "Feltet er tomt, men skal udfyldes: {guidance}.",
    "merged_cell": "Cellen er flettet med cellen i række {first}; ophæv fletningen, og skriv værdien i hver række.",
    "formula_error": "Cellen viser en regnefejl ({value}); skriv værdien selv.",
    "garbled_letters": "»{value}« er læst med forkert tegnsæt (æ, ø eller å er gået i stykker); gem filen som UTF-8.",
    "control_characters": "Teksten indeholder usynlige styretegn; skriv den igen i cellen.",
    "text_too_long": "Teksten er på {count} tegn; der er plads til {limit}.",
    "cpr_in_text": "Teksten indeholder noget, der ligner et CPR-nummer; slet det.",
}
_ID = {
    "id_is_cpr": "Et CPR-nummer må ikke bruges som id; brug et sagsnummer eller et løbenummer.",
    "id_became_date": "»{value}« er blevet til en dato; formatér kolonnen som tekst, og skriv id'et igen.",
    "id_lost_digits": "»{value}« har mistet cifre, fordi regnearket læste det som et tal; formatér kolonnen som "
    "tekst, og skriv id'et igen.",
    "id_is_decimal": "»{value}« er et kommatal og kan ikke være et id; formatér kolonnen som tekst.",
    "id_bad_character": "Et id må ikke indeholde semikolon, komma, anførselstegn eller linjeskift; »{value}« gør.",
    "id_too_long": "Et id må højst være på {limit} tegn; dette er på {count}.",
    "duplicate_id": "Id'et »{value}« er også brugt i række {others}; hvert id må kun bruges én gang på arket.",
    "repeated_row": "Rækken er magen til række {first}; slet den ene.",
    "duplicate_cpr": "Det samme CPR-nummer står i række {others}; en borger må kun have én række.",
    "cpr_not_valid": "Et CPR-nummer er seks cifre for fødselsdatoen og fire til, fx 010190-1234.",
    "cpr_lost_zero": "CPR-nummeret har kun ni cifre, det første nul er formentlig gået tabt; formatér kolonnen som "
    "tekst.",
}
_NUMBER = {
    "not_a_number": "»{value}« er ikke et tal; skriv kun tallet, fx {example}.",
    "number_with_unit": "»{value}« har tekst efter tallet; skriv kun tallet, {number}.",
    "number_is_date": "»{value}« er en dato, men her skal stå et tal; formatér cellen som tal, og skriv tallet igen.",
    "number_too_low": "{number} er for lidt; der må stå fra {low} til {high}.",
    "number_too_high": "{number} er for meget; der må stå fra {low} til {high}.",
    "ambiguous_number": "»{value}« læses som {number}, for punktum skiller tusinder; mente du {other}?",
    "not_whole": "{number} er ikke et helt tal; skriv et helt tal fra {low} til {high}.",
    "share_over_one": "{number} er over 1; skriv en andel som 0,5 eller som 50 %.",
}
_DATE = {
    "not_a_date": "»{value}« er ikke en dato; skriv den som dag-måned-år, fx 24-11-2026.",
    "date_does_not_exist": "Datoen {value} findes ikke i kalenderen.",
    "month_first": "»{value}« har måneden først; skriv dagen først: {right}.",
    "two_digit_year": "»{value}« har kun to cifre til året; skriv året med fire, fx {right}.",
    "date_is_number": "{value} er regnearkets tal for {right}; formatér cellen som dato.",
    "date_with_time": "»{value}« har et klokkeslæt; skriv kun datoen: {right}.",
    "date_out_of_range": "Datoen {value} ligger uden for årene {low} til {high}.",
    "dates_out_of_order": "»{later}« ({second}) ligger før »{earlier}« ({first}).",
}
_CHOICE = {
    "not_yes_no": "»{value}« er hverken ja eller nej; skriv ja eller nej, eller lad feltet stå tomt, hvis ingen har "
    "spurgt.",
    "unknown_choice": "»{value}« kendes ikke her; vælg mellem {choices}.{hint}",
    "unknown_accommodation": "Hensynet »{value}« findes ikke i kataloget; vælg det på listen, fx »PHY-01 Ingen "
    "tunge løft«.{hint}",
    "unknown_task": "Opgaven »{value}« findes ikke i kataloget; vælg den på listen.{hint}",
    "unknown_sector": "Branchen »{value}« findes ikke i kataloget; vælg den på listen.{hint}",
    "unknown_language": "Sproget »{value}« kendes ikke; skriv sprogets navn eller kode på to bogstaver, fx engelsk "
    "eller en.{hint}",
    "unknown_certificate": "Beviset »{value}« findes ikke i kataloget; vælg det på listen.{hint}",
    "postcode_not_four_digits": "»{value}« er ikke et postnummer; skriv fire cifre, fx 6000.",
    "unknown_postcode": "Postnummeret {value} findes ikke.",
    "cvr_not_eight_digits": "»{value}« er ikke et CVR-nummer; det har otte cifre.",
    "p_number_not_ten_digits": "»{value}« er ikke et P-nummer; det har ti cifre.",
    "unknown_part": "»{value}« er ikke en del af noget hensyn.{hint}",
    "part_of_another": "Hensynet {accommodation} har ikke delen »{value}«; {right}",
}
_WINDOW = {
    "window_unreadable": "»{value}« kan ikke læses som tidsrum; skriv fx »ma-fr 08:00-14:00; lø 10:00-13:00«.",
    "window_unknown_day": "»{value}« er ikke en ugedag; skriv ma, ti, on, to, fr, lø eller sø.{hint}",
    "window_not_half_hour": "»{value}«: tider skrives på hele eller halve timer, fx 08:30.",
    "window_ends_first": "»{value}« slutter, før det begynder; del et tidsrum over midnat i to.",
    "window_outside_day": "»{value}« ligger uden for døgnet; tider går fra 00:00 til 24:00.",
    "window_days_backwards": "»{value}« går baglæns i ugen; skriv de to dele hver for sig.",
}
_ROW = {
    "hours_out_of_order": "Timerne skal opfylde mindst ≤ ønsket ≤ højst; her står {low}, {middle} og {high}.",
    "opening_hours_out_of_order": "»timer højst« ({high}) er mindre end »timer mindst« ({low}).",
    "opening_total_too_small": "»timer i alt« ({total}) er mindre end »timer mindst« til én person ({low}).",
    "amount_missing": "Hensynet {accommodation} kræver et tal: {name} ({unit}), fra {low} til {high}.",
    "amount_too_low": "{number} er for lidt for {accommodation}: {name} ({unit}) skal være fra {low} til {high}.",
    "amount_too_high": "{number} er for meget for {accommodation}: {name} ({unit}) skal være fra {low} til {high}.",
    "amount_not_half_hour": "{number} er ikke et klokkeslæt på hele eller halve timer; skriv fx 09:30 (eller 9,5).",
    "answer_contradicts": "Svaret er »{answer}«, men der står {number} under »{column}«; ret det ene.",
    "hours_and_count": "Støtte gives enten som timer eller som stykker; del støttetilbuddet i to rækker.",
    "half_a_reach": "Skriv både postnummer og radius, eller ingen af dem.",
    "demand_unreadable": "»{value}« kan ikke læses; skriv krav som »lift_kg=5; noise=0«.",
    "demand_twice": "Kravet »{value}« er skrevet to gange i samme celle.",
    "unknown_axis": "Kravet »{value}« findes ikke i kataloget.{hint}",
    "demand_out_of_range": "Kravet {axis} går fra 0 til {high}; her står {number}.",
    "duplicate_need": "Hensynet {value} er også skrevet for borgeren i række {others}; slet den ene.",
    "duplicate_wish": "Det samme ønske er også skrevet for borgeren i række {others}; slet den ene.",
    "contradictory_wish": "Borgeren både ønsker og ikke ønsker »{value}«, se række {others}; slet den ene.",
    "duplicate_provision": "Vilkåret {value} er også skrevet for arbejdsstedet i række {others}; slet den ene.",
    "duplicate_task": "Opgaven {value} er også skrevet for stillingen i række {others}; læg timerne sammen i én række.",
    "opening_without_tasks": "Stillingen har ingen opgaver; skriv mindst én på arket Opgaver.",
    "contradictory_binding": "Borgeren er både fastholdt og udelukket fra stillingen, se række {others}; vælg ét af "
    "dem.",
    "duplicate_binding": "Den samme binding står også i række {others}; slet den ene.",
    "duplicate_go_ahead": "Borgerens ja til stillingen står også i række {others}; slet den ene.",
    "duplicate_outcome": "Det samme forløb står også i række {others}; slet den ene.",
    "invalid_row": "Rækken kan ikke bruges: {sentence}.",
}
_SETTING = {
    "unknown_setting": "Indstillingen »{value}« kendes ikke; skriv dato, uger, regel.…, parameter.… eller "
    "antagelse.{hint}",
    "duplicate_setting": "Indstillingen »{value}« er også sat i række {others}; slet den ene.",
    "unknown_rule": "Reglen »{value}« findes ikke i kataloget.{hint}",
    "unknown_parameter": "Reglen »{rule}« har intet tal, der hedder »{value}«.{hint}",
}
_REFERENCE = {
    "unknown_candidate": "Borgeren »{value}« findes ikke på arket Borgere.{hint}",
    "unknown_employer": "Virksomheden »{value}« findes ikke på arket Virksomheder.{hint}",
    "unknown_workplace": "Arbejdsstedet »{value}« findes ikke på arket Arbejdssteder.{hint}",
    "unknown_opening": "Stillingen »{value}« findes ikke på arket Stillinger.{hint}",
    "unknown_budget": "Puljen »{value}« findes ikke på arket Puljer.{hint}",
}
CONSEQUENCES = {
    "candidate_refused": "Borgeren »{value}« er afvist (arket Borgere, række {first}); ret den række først.",
    "employer_refused": "Virksomheden »{value}« er afvist (arket Virksomheder, række {first}); ret den række først.",
    "workplace_refused": "Arbejdsstedet »{value}« er afvist (arket Arbejdssteder, række {first}); ret den række først.",
    "opening_refused": "Stillingen »{value}« er afvist (arket Stillinger, række {first}); ret den række først.",
    "budget_refused": "Puljen »{value}« er afvist (arket Puljer, række {first}); ret den række først.",
    "need_refused": "Et af borgerens hensyn er afvist (arket Hensyn, række {first}); borgeren tages ikke med uden det.",
    "wish_refused": "Et af borgerens ønsker er afvist (arket Ønsker, række {first}); borgeren tages ikke med uden det.",
    "task_refused": "En af stillingens opgaver er afvist (arket Opgaver, række {first}); stillingen tages ikke med "
    "uden den.",
}
"""Rows left out because of another row: the row itself may be right."""

WARNINGS = {
    "unknown_sheet": "Arket kendes ikke og er ikke læst.{hint}",
    "empty_file": "Filen er tom.",
    "unknown_column": "Kolonnen »{value}« kendes ikke og er ikke læst.{hint}",
    "column_without_header": "Kolonne {letter} har indhold, men ingen overskrift, og er ikke læst.",
    "column_not_there": "Kolonnen »{column}« er ikke med; det læses, som om ingen har spurgt.",
    "no_availability": "Ingen har spurgt, hvornår borgeren kan arbejde; det bliver til et spørgsmål i planen.",
    "no_scheme": "Borgerens ordning er ikke afgjort; den sættes af kommunen.",
    "grant_ended": "Bevillingen sluttede {value}.",
    "date_in_future": "Datoen {value} ligger efter den dag, planen lægges for ({day}).",
    "review_passed": "Hensynet skulle have været set på igen {value}.",
    "amount_not_used": "Hensynet {accommodation} har intet tal; {number} bruges ikke.",
    "windows_missing": "Hensynet {accommodation} bruger et tidsrum; uden det kan planen ikke tage hensyn til det.",
    "windows_not_used": "Hensynet {accommodation} har intet tidsrum; det bruges ikke.",
    "unlisted_employer": "Virksomheden »{value}« står ikke på arket Virksomheder; oplysningen får kun virkning for "
    "virksomheder, der står der.{hint}",
    "count_not_used": "Hensynet {accommodation} tælles ikke i antal; {number} bruges ikke.",
    "support_hours_not_used": "Hensynet {accommodation} gives ikke i timer; {number} bruges ikke.",
    "offer_cannot_be_given": "Hensynet {accommodation} er et vilkår ved arbejdet og kan ikke gives som støtte.",
    "offer_without_hours": "Støtten gives i timer, men der står ikke, hvor mange timer om ugen der er.",
    "hours_cannot_be_filled": "{places} pladser à højst {high} timer er {sum} timer; de {total} timer i alt kan "
    "ikke fyldes.",
    "task_hours_differ": "Opgaverne fylder {sum} timer, men »timer i alt« er {total}.",
    "start_passed": "Seneste start ({value}) ligger før den dag, planen lægges for ({day}).",
    "offer_ended": "Støttetilbuddet sluttede {value}.",
    "clause_ended": "Klausulens periode sluttede {value}.",
    "clause_delivered": "Klausulen er opfyldt: {delivered} af {quantity}.",
}
"""Shown, and refuse nothing."""

SENTENCES = {
    **_WORKSHEET,
    **_CELL,
    **_ID,
    **_NUMBER,
    **_DATE,
    **_CHOICE,
    **_WINDOW,
    **_ROW,
    **_SETTING,
    **_REFERENCE,
    **CONSEQUENCES,
    **WARNINGS,
}
"""Every code with its sentence; what stands in braces is filled in."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one value cannot be taken.

    Attributes
    ----------
    code
        Stable code, a key of ``SENTENCES``.
    sentence
        What is wrong and what would be right, in Danish.
    """

    code: str
    sentence: str


def fault(code: str, **words: object) -> Fault:
    """Make the fault of that code; numbers and dates are written the Danish way, and a long value is cut."""
    filled = {name: shown(word) if name == "value" else _spelt(word) for name, word in words.items()}
    return Fault(code, SENTENCES[code].format(**filled))


def shown(value: object, longest: int = 60) -> str:
    """A value as a Danish reader writes it, on one line and not longer than that."""
    text = " ".join(_spelt(value).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _spelt(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case float() | int():
            return number_text(value)
        case date():
            return date_text(value)
        case _:
            return str(value)


def number_text(number: float) -> str:
    """A number with decimal comma that reads back as itself: ``0.5`` gives ``0,5`` and ``6000.0`` gives ``6000``."""
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(float(number)).replace(".", ",")


def date_text(day: date) -> str:
    """A date as ``24-11-2026``."""
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"
