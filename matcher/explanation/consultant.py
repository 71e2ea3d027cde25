"""The text for the job consultant: everything that is known of a result, in professional Danish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.catalogue.wording import decimal_comma
from matcher.domain.reason import Verdict
from matcher.explanation.met import measure_words
from matcher.explanation.pieces import (
    LeftTask,
    MeasureTrace,
    NearMiss,
    NeedTrace,
    Notice,
    OptionTrace,
    ResourceTrace,
    RuleTrace,
    TaskTrace,
    TimeTrace,
    ValueTrace,
    WishTrace,
)
from matcher.explanation.trace import (
    LeftOutTrace,
    PairTrace,
    PlacementTrace,
    Possible,
    QuestionTrace,
    RuleCount,
    UnfilledTrace,
)
from matcher.explanation.wording import amount_words, counted, hours_words, percent, worth

DECIDES = "Forslaget er ikke en afgørelse: en navngiven medarbejder beslutter og begrunder."
ASKING = "Spørgsmål, det er værd at stille"
_MADE_WITH = {
    "day": "dag",
    "weeks": "uger frem",
    "weights": "vægte",
    "rules": "regler",
    "seed": "startværdi",
    "pairs per candidate": "par pr. borger",
    "all": "alle",
    "held": "bestående placeringer",
    "published": "offentliggjorte par (andel, der skal blive)",
}


def consultant_text(trace: PlacementTrace | LeftOutTrace | UnfilledTrace | PairTrace) -> str:
    """Everything in a trace, as text with headings."""
    if isinstance(trace, PlacementTrace):
        sections = _placement(trace)
    elif isinstance(trace, LeftOutTrace):
        sections = _left_out(trace)
    elif isinstance(trace, UnfilledTrace):
        sections = _unfilled(trace)
    else:
        sections = _pair(trace)
    blocks = ["\n".join([heading, *lines]) for heading, lines in sections if lines or heading.startswith("»")]
    return "\n\n".join(blocks)


_Section = tuple[str, list[str]]


def _items(lines: Iterable[str]) -> list[str]:
    return [f"  - {line}" for line in lines]


def _placement(trace: PlacementTrace) -> list[_Section]:
    place = trace.place
    why = f" ({trace.pin_reason})" if trace.pin_reason else ""
    status = [f"fastholdt af en konsulent{why}"] if trace.pinned else []
    status.append("borgeren har sagt ja til at blive vist" if trace.go_ahead else "borgerens ja mangler")
    head = (
        f"»{place.title}« ({place.opening}) hos {place.workplace_name}, {place.employer_name}: borger {trace.candidate}"
    )
    return [
        (head, [f"Ordning: {trace.scheme}. {'; '.join(status).capitalize()}.", DECIDES]),
        ("Hensyn, der skal være opfyldt", _needs(trace.musts)),
        ("Bør- og gerne-hensyn", _needs(trace.softer)),
        ("Timer", _time(trace.time, trace.commute.minutes, trace.commute.limit)),
        ("Opgaver", _tasks(trace.tasks, trace.left_tasks)),
        ("Værdi", _value(trace.value)),
        ("Ressourcer, forslaget bruger", _resources(trace.resources)),
        ("Det nærmeste, der ville have ændret forslaget", [f"  {trace.would_change}"]),
        ("Andre muligheder for borgeren", _options(trace.alternatives)),
        ("Nærmeste stilling, der kunne blive mulig", _misses([trace.nearest_miss] if trace.nearest_miss else [])),
        ("Ønsker", _wishes(trace.wishes)),
        ("Vær opmærksom på", _notices(trace.notices)),
        ("Regler, der er brugt", _rules(trace.rules)),
        ("Oplysninger", [f"  {trace.not_used}"]),
        ("Lavet med", _versions(trace.versions)),
    ]


def _left_out(trace: LeftOutTrace) -> list[_Section]:
    return [
        (f"»Ikke placeret«: borger {trace.candidate}", [f"Ordning: {trace.scheme or 'ikke afgjort'}.", trace.summary]),
        ("Det står i vejen", _refused(trace.refused, "stilling", "stillinger")),
        ("Nærmest ved at være mulige", _misses(trace.near_misses)),
        (
            "Spørgsmål, det er værd at stille",
            _questions(trace.questions, trace.several_questions, "stilling", "stillinger"),
        ),
        ("Mulige stillinger, som ikke er i planen", _options(trace.lost)),
        ("Én mere af det knappe", _items(more.sentence for more in trace.more)),
        ("Vær opmærksom på", _notices(trace.notices)),
        ("Oplysninger", [f"  {trace.not_used}"]),
        ("Lavet med", _versions(trace.versions)),
    ]


def _unfilled(trace: UnfilledTrace) -> list[_Section]:
    place = trace.place
    left = counted(trace.left, "ledig plads", "ledige pladser")
    head = f"»{place.title}« ({place.opening}) hos {place.workplace_name}: {left} af {place.places}"
    return [
        (head, [trace.summary]),
        ("Det står i vejen", _refused(trace.refused, "borger", "borgere")),
        ("Det ville åbne stillingen for flest", _items(trace.loosen)),
        ("Nærmest ved at være mulige", _misses(trace.near_misses, people=True)),
        (ASKING, _questions(trace.questions, trace.several_questions, "borger", "borgere")),
        ("Mulige borgere, som ikke er foreslået her", _options(trace.lost, people=True)),
        ("Én mere af det knappe", _items(more.sentence for more in trace.more)),
        ("Lavet med", _versions(trace.versions)),
    ]


def _pair(trace: PairTrace) -> list[_Section]:
    place = trace.place
    head = f"»{place.title}« ({place.opening}) hos {place.workplace_name}: borger {trace.candidate}"
    blocks = [r for r in trace.reasons if r.reason.verdict is Verdict.NO]
    asks = [r for r in trace.reasons if r.reason.verdict is Verdict.ASK]
    change = [] if trace.verdict is Verdict.YES else [f"  {trace.change_sentence}"]
    return [
        (head, [trace.summary, *([DECIDES] if trace.possible else [])]),
        ("Hvorfor ikke", _items(f"{r.title}: {r.reason.sentence}{_law(r.legal)}" for r in blocks)),
        ("Det mangler vi svar på", _items(f"{r.title}: {r.reason.sentence} {r.reason.question}" for r in asks)),
        ("Det nærmeste, der ville ændre det", change),
        *(_possible(trace.possible) if trace.possible else []),
        ("Hensyn, der skal være opfyldt", _needs(trace.musts)),
        ("Bør- og gerne-hensyn", _needs(trace.softer)),
        ("Ønsker", _wishes(trace.wishes)),
        ("Vær opmærksom på", _notices(trace.notices)),
        ("Regler, der er brugt", _rules(trace.rules)),
        ("Oplysninger", [f"  {trace.not_used}"]),
    ]


def _possible(possible: Possible) -> list[_Section]:
    return [
        ("Timer", _time(possible.time, possible.commute.minutes, possible.commute.limit)),
        ("Opgaver", _tasks(possible.tasks, possible.left_tasks)),
        ("Sådan kan støtten gives", _ways([possible.measures, *possible.other_ways])),
        ("Værdi", _value(possible.value)),
    ]


def _ways(ways: Sequence[Sequence[MeasureTrace]]) -> list[str]:
    return _items(" ".join(f"{m.words}: {measure_words(m)}" for m in way) for way in ways if way)


def _law(rule: RuleTrace | None) -> str:
    if rule is None:
        return ""
    return f" [{rule.id}, {rule.version}{'' if rule.verified else '; ikke efterset'}]"


def _needs(needs: Sequence[NeedTrace]) -> list[str]:
    return _items(f"{need.words} – {need.met}. {need.how}{_origin(need)}" for need in needs)


def _origin(need: NeedTrace) -> str:
    words = [] if need.source is None else [f"kilde: {need.source}"]
    if need.review is not None:
        words.append(f"gennemgås {need.review:%d-%m-%Y}{', overskredet' if need.review_passed else ''}")
    return f" ({'; '.join(words)})" if words else ""


def _time(time: TimeTrace, minutes: float, limit: float | None) -> list[str]:
    asked = f"{decimal_comma(time.asked_min)}-{decimal_comma(time.asked_max)}"
    given = f"{decimal_comma(time.opening_min)}-{decimal_comma(time.opening_max)}"
    journey = "ingen oplyst grænse" if limit is None else f"grænsen er {limit:.0f}"
    return _items(
        [
            time.sentence,
            f"Borgeren har bedt om {hours_words(time.asked_target)} ({asked}); stillingen giver {given}.",
            f"Fælles tider: {time.windows or 'ingen'}.",
            f"Transport: ca. {minutes:.0f} minutter hver vej ({journey}); et skøn efter afstand.",
        ]
    )


def _tasks(tasks: Sequence[TaskTrace], left: Sequence[LeftTask]) -> list[str]:
    lines = []
    for task in tasks:
        marks = [
            word
            for word, has in (("kerneopgave", task.core), ("ønsket", task.wanted), ("prøvet før", task.done_before))
            if has
        ]
        tail = f" ({', '.join(marks)})" if marks else ""
        whole = hours_words(task.hours_in_opening)
        lines.append(f"{task.words}: {hours_words(task.hours, 'om ugen')} af {whole}{tail}")
    lines += [f"Overlades til andre: {task.words}, fordi {'; '.join(task.because)}" for task in left]
    return _items(lines)


def _value(value: ValueTrace) -> list[str]:
    lines = [f"I alt {worth(value.total)} (0-1). Chance for, at forløbet varer: {percent(value.lasts)}. {value.basis}"]
    for line in value.lines:
        parts = ", ".join(f"{p.words} {decimal_comma(p.value)} × {decimal_comma(p.weight)}" for p in line.parts)
        lines.append(f"{line.words} {worth(line.value)} (vægt {decimal_comma(line.weight)}): {parts}")
    fit = ", ".join(f"{f.words} {decimal_comma(f.value)} (bidrag {decimal_comma(f.adds)})" for f in value.fit)
    return [*_items(lines), f"  - Bag chancen: {fit}"]


def _resources(resources: Sequence[ResourceTrace]) -> list[str]:
    return _items(
        f"{r.label}: bruger {amount_words(r.amount, r.unit)}, {amount_words(r.left, r.unit)} tilbage af "
        f"{amount_words(r.capacity, r.unit)}. {r.sentence}"
        for r in resources
    )


def _options(options: Sequence[OptionTrace], *, people: bool = False) -> list[str]:
    lines: list[str] = []
    for option in options:
        who = f"borger {option.candidate}" if people else f"»{option.place.title}« hos {option.place.workplace_name}"
        price = f", pris {worth(option.price)}" if option.price > 1e-6 else ""
        hours = hours_words(option.hours, "om ugen")
        lines.append(f"  - {who}: {hours}, værdi {worth(option.value)}{price} – {option.standing}. {option.sentence}")
        lines += [f"      {r.sentence}" for r in option.scarce]
    return lines


def _misses(misses: Sequence[NearMiss], *, people: bool = False) -> list[str]:
    return _items(
        f"{f'borger {m.candidate}' if people else f'»{m.place.title}« hos {m.place.workplace_name}'} "
        f"({', '.join(m.rules)}): {m.sentence}"
        for m in misses
    )


def _questions(questions: Sequence[QuestionTrace], several: int, one: str, many: str) -> list[str]:
    lines = [f"{q.question} {q.sentence}" for q in questions]
    if several:
        lines.append(f"{counted(several, one, many)} venter på mere end ét svar.")
    return _items(lines)


def _refused(refused: Sequence[RuleCount], one: str, many: str) -> list[str]:
    lines = []
    for count in refused:
        alone = f", heraf {count.only} kun af den grund" if count.only else ""
        causes = "; ".join(f"{words} {number}" for words, number in count.details[:5])
        tail = f" ({causes})" if causes else ""
        lines.append(f"{count.title}: {counted(count.blocked, one, many)}{alone}{tail}")
    return _items(lines)


def _wishes(wishes: Sequence[WishTrace]) -> list[str]:
    lines = []
    for wish in wishes:
        if wish.wanted:
            lines.append(f"{wish.words}: {'opfyldt' if wish.honoured else 'ikke opfyldt her'}")
        else:
            lines.append(f"ikke {wish.words}: {'respekteret' if wish.honoured else 'ikke respekteret'}")
    return _items(lines)


def _notices(notices: Sequence[Notice]) -> list[str]:
    return _items(f"{notice.kind.capitalize()}: {notice.sentence}" for notice in notices)


def _rules(rules: Sequence[RuleTrace]) -> list[str]:
    lines = []
    for rule in rules:
        lines.append(f"{rule.words} {rule.how} [{rule.id}, {rule.version}] Kilde: {rule.source}.")
        if not rule.verified:
            lines[-1] += f" Ikke efterset: {rule.note}"
    return _items(lines)


def _versions(versions: Sequence[tuple[str, str]]) -> list[str]:
    return _items(f"{_MADE_WITH.get(what, what)}: {_MADE_WITH.get(version, version)}" for what, version in versions)
