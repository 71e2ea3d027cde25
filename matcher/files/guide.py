"""The guide sheet: what each sheet is for, what each column means, and what may be written."""

from __future__ import annotations

from matcher.files.kinds.text import cell_text
from matcher.files.tables import GUIDE, SHEETS
from matcher.files.vocabularies import Vocabularies
from matcher.files.writing import Workbook

_INTRODUCTION = (
    "Sådan udfylder du projektmappen",
    "Skriv på de ark, du har oplysninger til; de andre kan stå tomme. Rækkefølgen af ark, kolonner og rækker er "
    "ligegyldig, men overskrifterne skal stå i én række over indholdet.",
    "Kolonner med mørk overskrift skal udfyldes. Resten kan stå tomme: et tomt felt betyder, at ingen har spurgt. Det "
    "bliver til et spørgsmål i planen og aldrig til et nej.",
    "Hver borger, virksomhed, hvert arbejdssted og hver stilling har et id, som de andre ark henviser til. Brug "
    "sagsnumre eller løbenumre, aldrig CPR-numre.",
    "Skriv, hvordan arbejdet skal være, aldrig hvorfor: Brobygger har ingen plads til årsagen til et skånehensyn og "
    "tager den ikke imod.",
    "Datoer skrives dag-måned-år (24-11-2026), tal med komma (7,5) og uden enhed. Flere værdier i én celle skilles med "
    "semikolon. Tidsrum skrives som ma-fr 08:00-14:00; lø 10:00-13:00, på hele eller halve timer.",
    "Listen over hensyn, opgaver, brancher, beviser og sprog står på arket Lister. Du kan skrive id'et, det danske "
    "eller det engelske navn.",
    "Når filen læses, bliver hver række taget eller afvist med en forklaring. Rapporten er din egen fil med en kolonne "
    "mere, Fejl, som du kan rette i og sende igen.",
    "På arket Indstillinger kan du skrive: dato (den dag, planen lægges for), uger (hvor langt planen ser frem), "
    "regel.NAVN med ja eller nej, parameter.NAVN.TAL med et tal, og antagelse med en sætning, der vises i planen.",
)
_HEADERS = ("Ark", "Kolonne", "På engelsk", "Skal udfyldes", "Hvad er det?", "Hvad kan der stå?", "Eksempel")
_LINE_HEIGHT = 15
_WIDTHS = (18, 26, 24, 14, 52, 60, 34)


def write_guide(workbook: Workbook, words: Vocabularies) -> None:
    """Add the guide."""
    page = workbook.sheet(GUIDE)
    for place, width in enumerate(_WIDTHS):
        page.set_column(place, place, width)
    row = 0
    for line in _INTRODUCTION:
        style = "title" if row == 0 else "wrap"
        page.merge_range(row, 0, row, len(_WIDTHS) - 1, "", workbook.format(style))
        page.set_row(row, _LINE_HEIGHT * (2 if len(line) > sum(_WIDTHS) else 1.4))
        workbook.write(page, row, 0, line, style)
        row += 1
    row += 1
    for place, header in enumerate(_HEADERS):
        workbook.write(page, row, place, header, "header")
    row += 1
    for sheet in SHEETS:
        workbook.write(page, row, 0, sheet.danish, "bold")
        workbook.write(page, row, 1, sheet.guidance)
        row += 1
        for column in sheet.columns:
            example = "" if column.example is None else cell_text(column.example)
            must = "ja" if column.required else ""
            meaning = column.kind.meaning(words)
            cells = (sheet.danish, column.danish, column.english[0], must, column.guidance, meaning, example)
            for place, cell in enumerate(cells):
                workbook.write(page, row, place, cell or None, "wrap" if cell else "")
            row += 1
    row += 1
    workbook.write(page, row, 0, "Regler, der kan slås til og fra, og tal, der kan ændres", "bold")
    for rule, numbers in words.rules.items():
        row += 1
        workbook.write(page, row, 0, f"regel.{rule}")
        workbook.write(page, row, 1, "ja eller nej")
        for number in numbers:
            row += 1
            workbook.write(page, row, 0, f"parameter.{rule}.{number}")
            workbook.write(page, row, 1, "et tal")
