"""How to read each number of an evaluation, in Danish."""

from __future__ import annotations

from collections.abc import Mapping

from models.evaluation.fairness import Standing
from models.evaluation.no_harm import Verdict

KINDS: Mapping[str, str] = {
    "sex": "Køn",
    "age": "Alder",
    "sex_age": "Køn og alder",
    "needs": "Slags skånehensyn",
    "hours": "Ønskede timer om ugen",
    "postcode": "Afstand fra postnummeret med flest pladser",
}
"""Kinds of group, as they are shown."""
CROSSED: Mapping[str, tuple[str, str]] = {"sex_age": ("sex", "age")}
"""Kinds that are two others taken together: what is hidden in one of them, the others may not tell."""
OUTCOMES: Mapping[str, str] = {
    "possible": "Mindst én stilling er mulig",
    "placed": "Planen foreslår en placering",
    "placed_of_possible": "Planen foreslår en placering (af dem, for hvem mindst én stilling er mulig)",
    "shortlisted": "Står blandt de første på mindst én stillings liste",
}
"""What people may get, as it is shown."""
STANDINGS: Mapping[Standing, str] = {
    Standing.MEASURED: "målt",
    Standing.MOST_SELECTED: "størst andel; de andre sammenlignes med den",
    Standing.UNDER_TWO_PERCENT: "under 2 % af alle; udeladt",
    Standing.TOO_SMALL: "for få til et tal (under 30)",
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.WORSE: "ringere stillet end i dag",
    Verdict.NOT_WORSE: "ikke ringere stillet end i dag",
    Verdict.OPEN: "kan ikke afgøres",
    Verdict.TOO_SMALL: "for få til et tal (under 30)",
}
HIDDEN = "skjult: for få til at vise uden at pege på nogen (under 10)"
READING: Mapping[str, str] = {
    "rate": "Andel af gruppen, med det interval, som den sande andel ligger i i 95 af 100 tilfælde. Et bredt "
    "interval betyder, at der er få at måle på.",
    "ratio": "Gruppens andel delt med andelen i den gruppe, der har den største. 1 er det samme; holder "
    "intervallet 1, kan forskellen være tilfældig.",
    "flagged": "Forholdet er under fire femtedele. Det er en anledning til at se efter, ikke et fund; og uden flag "
    "er det ikke vist, at grupperne behandles ens, kun at dette mål ikke viser andet.",
    "differs": "Forskellen til alle andre er større, end tilfældet forklarer (Fishers test, justeret for antallet af "
    "grupper: hvor der ingen forskel er, påstås en i højst 5 af 100 evalueringer af en slags gruppe).",
    "no_harm": "Hver gruppe i planen ved siden af dagens praksis, som her er erklæret: først til mølle. Folk kommer "
    "efter, hvor længe de har været uden arbejde, og tager det bedste, der er tilbage. »Ringere stillet« "
    "siges kun, når hele intervallet ligger under; »kan ikke afgøres« er ikke det samme som »ikke "
    "ringere«.",
    "congestion": "Hvor mange gange en stilling står på borgernes lister (ti på hver) for hver plads. Står alle lister "
    "med de samme stillinger, flytter rådgivning kun rundt på, hvem der får pladsen.",
    "gini": "Hvor ulige opmærksomheden er fordelt for hver plads: 0 er helt lige, tæt på 1 får få næsten det hele.",
    "coverage": "Andel af stillingerne (eller virksomhederne) med plads, som mindst én borger får vist.",
    "attention": "Virksomhedens andel af al opmærksomhed minus dens andel af pladserne. Under 0 får den mindre, end "
    "dens pladser selv ville give.",
    "value": "Planens samlede værdi, det mest nogen plan kunne nå (bevist grænse), og hvad først til mølle ville nå; "
    "hver fratrukket det, som sociale klausuler mangler.",
    "lines": "De tre bundlinjer: summen over forslagene, i planen og ved først til mølle. Et forslag kan give fra 0 "
    "til 1 på hver linje.",
    "too_small": "Under 30 personer siges intet tal: det ville være tilfældigt.",
    "missing": "Personer, hvis gruppe ikke er kendt. De indgår ikke i nogen gruppe.",
}
"""How to read each number."""
