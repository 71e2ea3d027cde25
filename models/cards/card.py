"""A model card (Mitchell et al. 2019) written from a saved model: every number in it is one of the run's own.

In Danish, for whoever decides whether the model is used. A line is only written where its number is known; where too
little is known the card says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from models.posterior import LITTLE_LEARNED, Evidence
from models.saving import SavedModel

FEWEST_SHOWN = 10
"""A count of people below this is written as »under 10«."""
MOST_MOVED = 2
"""So many weights that were moved up, and down, are named in a sentence."""
_SAID = {
    "model": "modellen",
    "experts": "eksperternes vægte alene",
    "base_rate": "samme tal til alle (andelen hidtil)",
    "challenger": "udfordreren (gradient boosting, kun til sammenligning)",
}
_FOR = (
    "At lægge et tal på, om en ansættelse, som reglerne tillader, ser ud til at vare, så muligheder "
    "for **samme borger** kan vejes mod hinanden og en plan kan lægges.",
    "At vise, hvad eksperternes skøn var, og hvor langt forløbene har flyttet det.",
)
_NOT_FOR = (
    "At rangordne mennesker eller sige, hvem der »kan« arbejde: den ser på par af borger og stilling.",
    "At afgøre noget: den foreslår, et navngivet menneske beslutter.",
    "At gøre et par muligt, som en regel står imod: reglerne kommer først.",
    "Sanktioner, rådighed eller visitation.",
)
_NEVER = (
    "køn, alder, herkomst, CPR, diagnose, sagsbehandlerens tiltro, sygdom, afslag og klager indgår aldrig.",
    "et forløb, der stadig kører, tæller for den tid, det har kørt, og aldrig som en fiasko.",
)


def card(model: SavedModel, names: Mapping[str, str] | None = None) -> str:
    """The card as Markdown.

    Parameters
    ----------
    names
        What to call a feature, by its name.
    """
    names = names or {}
    first = model.horizons[0]
    lines = [
        f"# Modelkort: varer ansættelsen {_number(first, 0)} uger?",
        "",
        f"Kontrolsum {model.checksum[:12]}, lavet med "
        + (", ".join(f"{name} {version}" for name, version in sorted(model.software.items())) or "ukendt software")
        + ".",
        "",
        "## Hvad den er til",
        "",
        *_bullets(_FOR),
        "",
        "## Hvad den ikke er til",
        "",
        *_bullets(_NOT_FOR),
        "",
        "## Hvad den har lært af",
        "",
        *_bullets([*_learned_from(model), *_NEVER]),
        "",
        "## Fra skøn til erfaring",
        "",
        moved(model, names),
        "",
        "Vægtene er log-odds. »Lært« er den del af usikkerheden, forløbene har fjernet; hvor den er under "
        f"{_percent(1 - LITTLE_LEARNED**2)}, er der for lidt at gå efter, og det er stadig skønnet, der taler.",
        "",
        "| Træk | Skøn | Nu | 90 % mellem | Forløb, der taler | Lært |",
        "|---|---|---|---|---|---|",
        *(_weight(row, names) for row in model.posterior.evidence()),
        "",
        "## Hvor god den er",
        "",
        *_quality(model.metrics, first),
        "",
        "## Grænser",
        "",
        *_bullets(_limits(model, names)),
        "",
    ]
    return "\n".join(lines)


def beaten_by(model: SavedModel) -> list[str]:
    """What is at least as good on later placements, in Danish; empty when nothing is, or too little is known to say."""
    return [_SAID[name] for name in outdone_by(model.metrics)]


def outdone_by(metrics: Mapping[str, Any]) -> list[str]:
    """Who is at least as good as the model by Brier score; as it is kept where the scores themselves are hidden."""
    if (kept := metrics.get("outdone_by")) is not None:
        return list(kept)
    brier = metrics.get("brier") or {}
    own = brier.get("model")
    if own is None:
        return []
    return [name for name in ("experts", "base_rate") if brier[name]["value"] <= own["value"]]


def barely_ahead_of(model: SavedModel) -> list[str]:
    """What the model is better than on later placements by no more than chance may give, in Danish."""
    ahead = model.metrics.get("ahead_of") or {}
    known = {name: of for name in ("experts", "base_rate") if (of := ahead.get(name)) is not None}
    return [_SAID[name] for name, of in known.items() if of["value"] > 0 and not (of["low"] or 0.0) > 0]


def moved(model: SavedModel, names: Mapping[str, str] | None = None) -> str:
    """Which weights the outcomes have moved the most, in a Danish sentence; only those of which something is learned.

    Parameters
    ----------
    names
        What to call a feature, by its name.
    """
    rows = [row for row in model.posterior.evidence()[:-1] if not row.too_little]
    by = sorted(rows, key=lambda row: row.posterior_mean - row.prior_mean)
    down = [row for row in by[:MOST_MOVED] if row.posterior_mean < row.prior_mean - row.posterior_sd]
    up = [row for row in by[::-1][:MOST_MOVED] if row.posterior_mean > row.prior_mean + row.posterior_sd]
    if not up and not down:
        return "Forløbene har ikke flyttet nogen vægt langt fra eksperternes skøn."
    ways = [
        f"{' og '.join(_from_to(row, names or {}) for row in found)} {way}"
        for way, found in (("tungere", up), ("lettere", down))
        if found
    ]
    return f"Efter forløbene vejer {' og '.join(ways)}, end eksperterne skønnede."


def _from_to(row: Evidence, names: Mapping[str, str]) -> str:
    name = names.get(row.feature, row.feature)
    return f"»{name}« ({_number(row.prior_mean)} → {_number(row.posterior_mean)})"


def _learned_from(model: SavedModel) -> Iterable[str]:
    data = model.data
    if not data.get("outcomes"):
        yield "Ingen forløb: modellen er eksperternes skøn og intet andet."
        return
    yield (
        f"{_people(data['outcomes'])} forløb, begyndt fra {data['first_began']} til {data['last_began']}, som de så ud "
        f"{data['day']}: {_people(data['ended'])} er slut, {_people(data['running'])} kører endnu, og "
        f"{_people(data['ended_otherwise'])} sluttede af en grund, der ikke siger noget om jobbet, og tæller til da."
    )
    yield (
        f"For {_people(data['with_logged_chance'])} er chancen for at blive foreslået kendt og vejet ind; for resten "
        "holder kun skønnet igen over for, at kun de foreslåede par ses."
    )
    if "from_store" in data:
        yield (
            f"For {_people(data['from_store'])} er trækkene dem, der blev gemt ved forslaget; for "
            f"{_people(data['rebuilt'])} er de genskabt af oplysningerne, som de er i dag."
        )
    if data.get("not_rebuilt"):
        yield (
            "Kan ikke genskabes og står som ukendt: " + ", ".join(data["not_rebuilt"]) + ". Træk, der bygger på "
            "noget af det, er her kun set ud fra resten."
        )
    if data.get("left_out"):
        yield f"Udeladt, fordi trækkene ikke kan findes: {_people(data['left_out'])} forløb."
    yield f"Fingeraftryk af data: {data['fingerprint'][:12]}."


def _weight(row: Evidence, names: Mapping[str, str]) -> str:
    name = "grundniveau" if row.feature == "intercept" else names.get(row.feature, row.feature)
    learned = "for lidt" if row.too_little else _percent(row.learned)
    cells = (
        name,
        f"{_number(row.prior_mean)} ± {_number(row.prior_sd)}",
        f"{_number(row.posterior_mean)} ± {_number(row.posterior_sd)}",
        f"{_number(row.low)} til {_number(row.high)}",
        _people(row.speaking),
        learned,
    )
    return f"| {' | '.join(cells)} |"


def _quality(metrics: Mapping[str, Any], horizon: float) -> Iterable[str]:
    if metrics.get("too_few", True):
        tried = metrics.get("tried_on", 0)
        weeks = _number(horizon, 0)
        yield f"For få senere forløb til at sige det ({_people(tried)} er fulgt i {weeks} uger eller mere)."
        return
    hidden, error = metrics["lasted"] is None, metrics["calibration_error"]
    yield (
        f"Lært af {_people(metrics['learned_from'])} forløb kendt før {metrics['day']}, prøvet på "
        f"{_people(metrics['tried_on'])}, der begyndte den dag eller senere. "
        + (
            "Hvor mange af dem der varede, er skjult, for det røber noget om få; så er også de mål, som det kan "
            "regnes ud af."
            if hidden
            else f"Af dem varede {_with_interval(metrics['lasted'], percent=True)}."
        )
    )
    yield ""
    yield from [_calibration_alone(error)] if hidden else _scores(metrics)
    for kind, labels in metrics["groups"].items():
        yield ""
        if labels.get("left_out"):
            yield f"{kind} er udeladt: ved siden af de andre tabeller ville det røbe noget om få."
            continue
        yield f"| {kind} | forløb | sagt | varede | Brier |"
        yield "|---|---|---|---|---|"
        for label, of in labels["of"].items():
            yield _group(label, of)
        if missing := _number_of(labels["missing"]):
            yield f"| ikke oplyst | {missing} | – | – | – |"


_NOT_AS_CHANCES = "brug rækkefølgen og ikke tallene, og tag den ikke i brug, før den er lært af flere forløb"
"""What to do with a model whose chances are off."""


def _calibration_alone(error: Mapping[str, Any]) -> str:
    if error["above_noise"]:
        return f"Kalibreringsfejlen er større end tilfældet: {_NOT_AS_CHANCES}."
    return "Kalibreringsfejlen er ikke større end tilfældet."


def _scores(metrics: Mapping[str, Any]) -> Iterable[str]:
    yield "| Hvem siger det | Brier (lavere er bedre) | Modellen er bedre med | AUC | Log-tab |"
    yield "|---|---|---|---|---|"
    for name, said in _SAID.items():
        if metrics["brier"].get(name) is None:
            continue
        area = metrics["auc"].get(name)
        shown = "–" if area is None else _with_interval(area)
        loss = _number(metrics["log_loss"][name], 3)
        ahead = (metrics.get("ahead_of") or {}).get(name)
        by = "–" if ahead is None else _with_interval(ahead)
        yield f"| {said} | {_with_interval(metrics['brier'][name])} | {by} | {shown} | {loss} |"
    error = metrics["calibration_error"]
    yield ""
    yield (
        f"Kalibreringsfejl {_number(error['value'], 3)}; var hvert tal rigtigt, ville tilfældet alene give "
        f"{_number(error['noise'], 3)} og sjældent over {_number(error['noise_high'], 3)}. "
        + (
            f"Fejlen er større end tilfældet: {_NOT_AS_CHANCES}."
            if error["above_noise"]
            else "Fejlen er ikke større end det."
        )
    )


def _group(label: str, of: Mapping[str, Any]) -> str:
    if of.get("hidden"):
        many = "skjult" if of["n"] is None else _people(of["n"])
        return f"| {label} | {many} | skjult | skjult | skjult |"
    if of["brier"] is None:
        return f"| {label} | under 30 | for lille | for lille | for lille |"
    return (
        f"| {label} | {_people(of['n'])} | {_percent(of['said']['value'])} | "
        f"{_with_interval(of['lasted'], percent=True)} | {_with_interval(of['brier'])} |"
    )


def _number_of(missing: int | Mapping[str, Any] | None) -> str:
    """Of how many the group is not known, empty when of nobody; hidden where it is None."""
    if missing is None:
        return "skjult"
    many = missing if isinstance(missing, int) else missing["n"]
    return _people(many) if many else ""


def _limits(model: SavedModel, names: Mapping[str, str]) -> Iterable[str]:
    evidence = model.posterior.evidence()[:-1]
    silent = sum(row.too_little for row in evidence)
    if silent:
        yield f"For {silent} af {len(evidence)} træk siger forløbene for lidt; der er det stadig skønnet."
    signs = model.posterior.directions.tolist()
    held = [row.feature for row, sign in zip(evidence, signs, strict=True) if sign != 0 and row.posterior_mean == 0.0]
    if held:
        called = ", ".join(f"»{names.get(feature, feature)}«" for feature in held)
        yield f"Holdt på 0, fordi forløbene peger imod den beskrevne retning: {called}. Se efter hvorfor."
    worse = beaten_by(model)
    if worse:
        yield f"På senere forløb er den ikke bedre end {' eller '.join(worse)}: den bør ikke tages i brug endnu."
    if unsure := barely_ahead_of(model):
        yield f"At den på senere forløb er bedre end {' og '.join(unsure)}, kan være tilfældigt: intervallet når 0."
    if model.data.get("outcomes") and not model.data["running"]:
        yield "Ingen af forløbene kører endnu. Mangler de, der kører, ser ansættelser kortere ud, end de er."
    yield "Kun par, nogen har foreslået, ses. Det, ingen ser, kan modellen ikke lære."
    yield "Tallene gælder den kommune og den tid, de er fra; mål igen, når noget har ændret sig."
    area = (model.metrics.get("auc") or {}).get("model")
    if area and (area["value"] or 0) > 0.8:
        yield "AUC er over 0,8. På forløb af denne slags tyder det på, at noget af svaret er sluppet ind i trækkene."


def _bullets(lines: Iterable[str]) -> list[str]:
    return [f"- {line[:1].upper()}{line[1:]}" for line in lines]


def _people(count: int) -> str:
    return "under 10" if 0 < count < FEWEST_SHOWN else f"{count:,}".replace(",", ".")


def _number(value: float | None, decimals: int = 2) -> str:
    return "–" if value is None else f"{value:.{decimals}f}".replace(".", ",")


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{_number(100 * value, 0)} %"


def _with_interval(estimate: Mapping[str, Any], *, percent: bool = False) -> str:
    shown = _percent if percent else (lambda value: _number(value, 3))
    return f"{shown(estimate['value'])} ({shown(estimate['low'])}–{shown(estimate['high'])})"
