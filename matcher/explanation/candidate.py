"""The text for the candidate: plain Danish, "du", short sentences, no codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from matcher.domain.reason import Change, ChangeKind, Verdict
from matcher.explanation.law import REVIEW
from matcher.explanation.pieces import Met, NearMiss, NeedTrace, Notice, OptionTrace, TimeTrace
from matcher.explanation.trace import LeftOutTrace, PairTrace, PlacementTrace
from matcher.explanation.wording import about_hours, counted, joined, sentence_of, week_words

_USED = (
    "Vi har set på dine timer, dine tider, dine hensyn, dine ønsker, hvad du har prøvet, hvor langt du kan rejse, og "
    "hvor længe du har ventet. Vi har ikke set på dit navn, dit CPR-nummer, dit køn, din alder, hvor du kommer fra, "
    "eller hvorfor du har dine hensyn."
)
_WHY_NOT = {
    "commute": "Turen er for lang",
    "language": "Arbejdet kræver mere dansk",
    "certificates": "Du mangler et bevis, fx et kørekort",
    "dates": "Arbejdet begynder, før du kan",
    "own_no": "Du har selv sagt nej til stedet eller branchen",
    "forbidden": "Din konsulent har sagt nej",
    "scheme": "Arbejdspladsen tager ikke imod din ordning",
    "grant": "Din bevilling slutter for tidligt",
    "ratio": "Arbejdspladsen må ikke tage flere på din ordning",
    "net_expansion": "Arbejdspladsen må ikke ansætte på din ordning lige nu",
    "latest_employer": "Det er din seneste arbejdsgiver, og det må man ikke på din ordning",
    "related_employer": "Din ægtefælle eller samlever ejer stedet, og det må man ikke på din ordning",
    "task_limits": "De vigtigste opgaver passer ikke med dine hensyn",
    "own_tasks": "De vigtigste opgaver er nogle, du ikke ønsker",
    "task_hours": "Der er for få opgaver, der passer til dig",
    "hours": "Der er for mange eller for få timer",
    "gradual_start": "Man kan ikke begynde på få timer",
    "week": "Arbejdet ligger på tider, hvor du ikke kan",
    "conditions": "Stedet kan ikke give det, du har brug for",
    "equipment": "Der mangler udstyr eller et rum, du har brug for",
    "support": "Der mangler støtte, du har brug for",
    "assistance_cap": "Du har brug for mere assistance, end loven giver ved så få timer",
}
"""Why an opening is not possible, as one would say it to the person; the number of openings follows."""
_TO_YOU = (
    (r"\bborgerens tider\b", "dine tider"),
    (r"\bborgerens hensyn\b", "dine hensyn"),
    (r"\bborgerens (seneste|ægtefælle)\b", r"din \1"),
    (r"\bborgerens\b", "dine"),
    (r"\bborgeren er visiteret til\b", "du er godkendt til"),
    (r"\bborgeren selv siger\b", "du selv siger"),
    (r"\bborgeren\b", "du"),
    (r"\bkonsulenten\b", "din konsulent"),
)


def candidate_text(trace: PlacementTrace | LeftOutTrace | PairTrace, consultant: str = "din jobkonsulent") -> str:
    """What the candidate may read about a proposal for her, about why there is none, or about one opening.

    Parameters
    ----------
    trace
        What is known.
    consultant
        Who decides together with her: a name where there is one.
    """
    if isinstance(trace, PlacementTrace):
        lines = _placement(trace, consultant)
    elif isinstance(trace, LeftOutTrace):
        lines = _left_out(trace, consultant)
    else:
        lines = _pair(trace, consultant)
    return "\n".join(lines)


def to_you(sentence: str) -> str:
    """A consultant's sentence about "borgeren", said to the person herself."""
    for pattern, words in _TO_YOU:
        sentence = re.sub(pattern, words, sentence)
    return sentence


def _placement(trace: PlacementTrace, consultant: str) -> list[str]:
    place = trace.place
    wanted = [task.words for task in trace.tasks if task.wanted]
    lines = [
        f"Et forslag til dig: »{place.title}« hos {place.workplace_name}",
        "",
        f"Det er kun et forslag. Det er {consultant}, der tager stilling sammen med dig. Ingen maskine bestemmer.",
        "",
        "Arbejdet:",
        *_time_lines(trace.time),
        f"- Turen tager cirka {trace.commute.minutes:.0f} minutter hver vej.",
        "",
        "Dine opgaver:",
        *(f"- {task.words}: {about_hours(task.hours, 'om ugen')}" for task in trace.tasks),
    ]
    if trace.left_tasks:
        lines += ["", f"Det her skal du ikke lave: {joined([task.words for task in trace.left_tasks])}."]
    if trace.musts or trace.softer:
        lines += ["", "Dine hensyn:", *(_need_line(need) for need in (*trace.musts, *trace.softer))]
    if wanted:
        lines += ["", f"Du har selv ønsket: {joined(wanted)}."]
    return [
        *lines,
        "",
        "Hvorfor netop dette forslag?",
        "Vi har lagt en plan for mange på én gang, så pladserne gør mest mulig gavn for alle.",
        _other_words(trace),
        _USED,
        *_reviews(trace.notices),
        "",
        *_rights(consultant),
    ]


def _time_lines(time: TimeTrace) -> list[str]:
    lines = [f"- Du arbejder {about_hours(time.hours, 'om ugen')}."]
    if abs(time.presence - time.hours) > 1e-6:
        why = " og ".join(
            [*(["dit tempo"] if time.intensity < 1 else []), *(["dine pauser"] if time.break_minutes else [])]
        )
        lines.append(f"- Du er på arbejdspladsen i {about_hours(time.presence)}, fordi der er plads til {why}.")
    return [*lines, f"- Timerne ligger inden for {week_words(time.windows)}."]


def _need_line(need: NeedTrace) -> str:
    state = {
        Met.YES: "er på plads",
        Met.PARTLY: "er delvist på plads",
        Met.NO: "er ikke på plads",
        Met.NOT_ASKED: "ved vi ikke endnu",
    }[need.met]
    return f"- {need.words}: det {state}."


def _other_words(trace: PlacementTrace) -> str:
    if trace.best_alternative is not None:
        other = trace.best_alternative.place
        return (
            f"Den anden mulighed, der lå tættest på, er »{other.title}« hos {other.workplace_name}. Vil du hellere "
            "det, så sig det. Dine ønsker kan ændre forslaget."
        )
    if trace.nearest_miss is not None and not _asks_her_to_give_in(trace.nearest_miss):
        return f"Det er din eneste mulighed lige nu. {_miss_words(trace.nearest_miss)}"
    return "Det er din eneste mulighed lige nu. Ændrer dine timer, hensyn eller ønsker sig, kan der komme andre."


def _asks_her_to_give_in(miss: NearMiss) -> bool:
    """True when the way there is to take back her own no: that is not for a text to suggest."""
    return any(change.kind is ChangeKind.DROP_WISH for change in miss.changes)


def _miss_words(miss: NearMiss) -> str:
    return f"»{miss.place.title}« hos {miss.place.workplace_name} bliver mulig, hvis {_if_words(miss.changes)}."


def _if_words(changes: Iterable[Change]) -> str:
    return joined([to_you(change.sentence) for change in changes])


def _left_out(trace: LeftOutTrace, consultant: str) -> list[str]:
    lines = [
        "Der er ikke et forslag til dig i denne plan",
        "",
        "Det betyder ikke, at du ikke kan arbejde. Det betyder, at vi mangler en plads, der passer.",
        f"Det er {consultant}, der tager stilling sammen med dig. Ingen maskine bestemmer.",
        "",
    ]
    if trace.possible:
        fits = counted(trace.possible, "stilling passer", "stillinger passer")
        lines += [
            f"{fits} til dig, men der var ikke pladser eller støtte nok til alle:",
            *(f"- {_lost_words(option)}" for option in trace.lost),
        ]
    else:
        lines += [f"Vi har set på {counted(trace.openings, 'stilling', 'stillinger')}. Ingen af dem passer lige nu."]
    if trace.refused:
        lines += ["", "Det står i vejen for de andre stillinger:" if trace.possible else "Det står i vejen:"]
        lines += [
            f"- {_WHY_NOT[count.rule]}: {counted(count.blocked, 'stilling', 'stillinger')}."
            for count in trace.refused[:5]
        ]
    misses = [miss for miss in trace.near_misses if not _asks_her_to_give_in(miss)][:3]
    if misses:
        lines += ["", "Det kunne ændre det:", *(f"- {_miss_words(miss)}" for miss in misses)]
    hers = [q for q in trace.questions if q.asked == trace.candidate]
    theirs = [q for q in trace.questions if q.asked != trace.candidate]
    if hers:
        lines += ["", "Svar gerne på det her:", *(f"- {_question_words(q.question)}" for q in hers)]
    if theirs:
        lines += ["", f"Vi mangler også svar fra {joined(_distinct(q.asked_name for q in theirs))}. Det spørger vi om."]
    return [*lines, "", _USED, *_reviews(trace.notices), "", *_rights(consultant)]


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _lost_words(option: OptionTrace) -> str:
    return f"»{option.place.title}« hos {option.place.workplace_name}, {about_hours(option.hours, 'om ugen')}."


def _question_words(question: str) -> str:
    _, _, asked = question.partition(": ")
    return asked or question


def _pair(trace: PairTrace, consultant: str) -> list[str]:
    place = trace.place
    lines = [f"»{place.title}« hos {place.workplace_name}", ""]
    if trace.possible is not None:
        lines += ["Stillingen passer til dig.", "", "Arbejdet:", *_time_lines(trace.possible.time)]
        lines += [f"- {task.words}: {about_hours(task.hours, 'om ugen')}" for task in trace.possible.tasks]
    else:
        maybe = trace.verdict is Verdict.ASK
        lines += ["Stillingen passer måske. Vi mangler svar." if maybe else "Stillingen passer ikke lige nu.", ""]
        rules = dict.fromkeys(r.reason.rule for r in trace.reasons if r.reason.verdict is Verdict.NO)
        lines += [f"- {_WHY_NOT[rule]}." for rule in rules]
        lines += [f"- {_asked_words(r.reason.question)}" for r in trace.reasons if r.reason.verdict is Verdict.ASK]
        if trace.changeable and trace.changes:
            lines += ["", sentence_of(f"Den bliver mulig, hvis {_if_words(trace.changes)}")]
    if trace.musts or trace.softer:
        lines += ["", "Dine hensyn:", *(_need_line(need) for need in (*trace.musts, *trace.softer))]
    return [*lines, "", _USED, "", *_rights(consultant)]


def _asked_words(question: str) -> str:
    if question.startswith("Spørg borgeren: "):
        return f"Svar gerne: {_question_words(question)}"
    return f"Vi skal spørge: {_question_words(question)}"


def _reviews(notices: Sequence[Notice]) -> list[str]:
    late = [n for n in notices if n.kind == REVIEW]
    return ["Nogle af dine hensyn skulle have været gennemgået. Bed om, at det sker."] if late else []


def _rights(consultant: str) -> list[str]:
    return [
        "Det kan du gøre:",
        f"- Du kan sige nej. Du behøver ikke give en grund. Sig det til {consultant}.",
        "- Er noget forkert om dig, så sig det. Så bliver det rettet, og vi regner igen.",
        "- Virksomheden får ikke noget at vide om dig, før du har sagt ja. Den får kun at vide, hvad arbejdet skal "
        "tage hensyn til, aldrig hvorfor.",
        "- Du kan bede om at se alt, hvad forslaget bygger på, og hvem der har set det.",
    ]
