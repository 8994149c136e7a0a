"""What any question knows of answers: wrong kind, unit, size or sign; rounded; right in part."""

import math
from collections.abc import Iterator

from crmkit.course.exercises.answers import Encoded, encode
from crmkit.course.exercises.compare import by_reference, complete, same
from crmkit.course.exercises.messages import listed, say, sentences
from crmkit.course.exercises.reading import Language


def problem(answer: Encoded, reference: Encoded, language: Language) -> str:
    """Why this cannot be an answer to the question at all, in plain words; empty if it can."""
    got, asked = answer["kind"], reference["kind"]
    if not complete(answer):
        return say("incomplete", language)
    if got == "none" and asked != "none":
        return say("none", language)
    if got == "other":
        return say("other", language, got=answer["type"][:60], asked=say(asked, language))
    if got not in _ACCEPTED[asked]:
        return say("kind", language, got=say(got, language), asked=say(asked, language))
    if asked == "frame":
        own = by_reference(answer["columns"], reference["columns"])
        missing = [name for name in reference["columns"] if name not in own]
        if missing:
            found = some(answer["columns"])
            return say("columns", language, missing=", ".join(missing), found=found)
    if asked == "dict":
        missing = [name for name in reference["labels"] if name not in entries(answer, reference)]
        if missing:
            found = some(answer["labels"])
            return say("entries", language, missing=", ".join(missing), found=found)
        extra = [name for name in entries(answer, reference) if name not in reference["labels"]]
        if extra:
            asked = ", ".join(reference["labels"])
            return say("too many entries", language, asked=asked, extra=some(extra))
        return _problem_of_entries(answer, reference, language)
    if asked == "set" and _only_bools(answer) and not _only_bools(reference):
        return say("mask", language)
    if asked in ("list", "series") and len(_values(answer)) != len(reference["values"]):
        return say("length", language, got=len(_values(answer)), asked=len(reference["values"]))
    return ""


def entries(answer: Encoded, reference: Encoded) -> dict[str, Encoded]:
    """The parts of a dict by the labels of the reference; empty for what has none."""
    if answer["kind"] not in ("dict", "series"):
        return {}
    labels = by_reference(answer["labels"], reference["labels"])
    return dict(zip(labels, answer["values"], strict=True))


def some(names: list[str]) -> str:
    """The first names of an answer, each cut: a learner may have made thousands, of any length."""
    return ", ".join([name[:40] for name in names[:20]] + ["..."] * (len(names) > 20))


def parts_right(answer: Encoded, reference: Encoded, decimals: int | None) -> dict[str, bool]:
    """Which parts of a dict are right; empty where the answer or the reference is no dict."""
    given = entries(answer, reference) if reference["kind"] == "dict" else {}
    if not given:
        return {}
    return {
        label: label in given and same(given[label], right, decimals=decimals)
        for label, right in entries(reference, reference).items()
    }


def general(answer: Encoded, reference: Encoded, decimals: int | None, language: Language) -> str:
    """The sentence for slips that any question knows: a part right, per cent, sign, few digits."""
    parts = parts_right(answer, reference, decimals)
    if not parts:
        return _slip(answer, reference, decimals, language) or say("look again", language)
    given, right = entries(answer, reference), entries(reference, reference)
    wrong = [label for label, fits in parts.items() if not fits]
    said = []
    if any(parts.values()):
        fine, look = (
            listed((f"`{one}`" for one in group), language)
            for group in ([one for one in parts if parts[one]], wrong)
        )
        said.append(say("in part", language, right=fine, wrong=look))
    for one, other in _swapped(given, right, wrong, decimals):
        said.append(say("swapped", language, one=one, other=other))
    for label in wrong:
        slip = _slip(given[label], right[label], decimals, language)
        said += [say("of a part", language, part=label, said=slip)] if slip else []
    return sentences(said, language) or say("look again", language)


def _problem_of_entries(answer: Encoded, reference: Encoded, language: Language) -> str:
    given = entries(answer, reference)
    for label, right in entries(reference, reference).items():
        what = problem(given[label], right, language)
        if what:
            return say("of a part", language, part=label, said=what)
    return ""


def _swapped(
    given: dict[str, Encoded], right: dict[str, Encoded], wrong: list[str], decimals: int | None
) -> Iterator[tuple[str, str]]:
    for place, one in enumerate(wrong):
        for other in wrong[place + 1 :]:
            if same(given[one], right[other], decimals=decimals) and same(
                given[other], right[one], decimals=decimals
            ):
                yield one, other


def _slip(answer: Encoded, reference: Encoded, decimals: int | None, language: Language) -> str:
    """What became of right digits; of a Series or list, where it became of all that is wrong."""
    pairs = list(_numbers(answer, reference))
    slips = {
        _slip_of_number(given, right, decimals)
        for given, right in pairs
        if not same(encode(given), encode(right), decimals=decimals)
    }
    if len(slips) != 1:
        return ""
    [slip] = slips
    return say(slip, language, decimals=decimals) if slip else ""


def _slip_of_number(given: float, right: float, decimals: int | None) -> str:
    if not (math.isfinite(given) and math.isfinite(right)):
        return ""
    if right and same(encode(-given), encode(right), decimals=decimals):
        return "sign"
    if decimals is None:
        return ""
    for factor in (100, 0.01) if decimals else ():
        scaled, fewer = encode(right * factor), max(decimals - 2, 1)
        if same(encode(given), scaled, decimals=fewer if factor == 100 else decimals + 2):
            return "per cent" if given and right else ""
    # Of a number of one or two digits too many others are ten times as large.
    if min(abs(given), abs(right)) * 10**decimals >= 100:
        for power in (1, -1, 3, -3):
            kept = max(decimals - max(power, 0), 0)
            if same(encode(given), encode(right * 10.0**power), decimals=kept):
                return "size"
    # Few digits fit many a wrong number: only what is still near was rounded.
    near = given and abs(given - right) <= 0.05 * abs(right)
    if near and any(given == round(right, fewer) for fewer in range(decimals)):
        return "rounded"
    if not decimals:  # one more or less may be a count, not digits
        return "cut off" if given and given == math.trunc(right) else ""
    return "cut off" if near and abs(given - right) <= 1.5 * 10.0**-decimals else ""


def _numbers(answer: Encoded, reference: Encoded) -> Iterator[tuple[float, float]]:
    """Pairs of what was given and what is right, of all that are numbers; none, if one is not."""
    if answer["kind"] == reference["kind"] == "number":
        yield answer["value"], reference["value"]
    elif reference["kind"] in ("list", "series") and answer["kind"] != "frame":
        given = entries(answer, reference) if reference["kind"] == "series" else {}
        for n, right in enumerate(reference["values"]):
            label = reference["labels"][n] if given else ""
            one = given.get(label) if given else answer["values"][n]
            if one is None:
                return
            yield from _numbers(one, right)


def _only_bools(answer: Encoded) -> bool:
    kinds = {one["kind"] for one in answer.get("values", [])}
    return kinds == {"bool"}


def _values(answer: Encoded) -> list[Encoded]:
    """What stands for the values of a series: of a table the first column, which may be missing."""
    if answer["kind"] == "frame":
        return answer["values"][0] if answer["values"] else []
    return answer["values"]


_ACCEPTED = {
    "number": ("number",),
    "bool": ("bool",),
    "text": ("text",),
    "none": ("none",),
    "list": ("list", "series"),
    "set": ("set", "list", "series"),
    "series": ("series", "list", "dict", "frame"),
    "dict": ("dict", "series"),
    "frame": ("frame",),
}
