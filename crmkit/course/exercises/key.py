"""The key to one student's sheet: what is right, and which sentence fits which mistake."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from crmkit.course.exercises.answers import Encoded, encode
from crmkit.course.exercises.compare import attempted, complete, same
from crmkit.course.exercises.data import draw, fresh
from crmkit.course.exercises.messages import Language, say
from crmkit.course.exercises.source import Question, Source, opening_comment

Outcome = Literal["right", "wrong", "not attempted", "no answer"]


@dataclass(frozen=True)
class Verdict:
    """What became of one answer: the outcome, and the sentence that helps."""

    outcome: Outcome
    sentence: str = ""


class Tables:
    """A student's tables and figures by name: what `sheet[...]` gives."""

    def __init__(self, data: dict[str, Any]):
        self._data = data

    def __getitem__(self, name: str) -> Any:
        """A copy of the table or figure of this name. KeyError lists the names that there are."""
        if name not in self._data:
            raise KeyError(f"this sheet has no {name!r}; it has {', '.join(self._data)}")
        return fresh(self._data[name])


class Key:
    """The reference answers of a sheet for one student, computed when they are first asked for.

    `source` is the sheet, `student` any name; the same name gives the same answers everywhere.
    """

    def __init__(self, source: Source, student: str):
        self.source = source
        self.student = student
        self.data = draw(source.data, source.name, student)
        self._computed: dict[tuple[str, str], Encoded] = {}

    def judge(self, name: str, answer: Encoded, *, language: Language = "en") -> Verdict:
        """Is this answer right, and if not, why? The same for the learner and the grader."""
        question = self.source.question(name)
        if not attempted(answer):
            return Verdict("not attempted", say("not attempted", language, name=name))
        reference = self.compute(question, question.solution)
        problem = _problem(answer, reference, language)
        if problem:
            return Verdict("no answer", problem)
        if same(answer, reference, decimals=question.decimals):
            return Verdict("right")
        for mistake in question.wrong:
            made = self.compute(question, mistake)
            if same(answer, made, decimals=question.decimals):
                return Verdict("wrong", opening_comment(mistake)[0])
        return Verdict("wrong", _general(answer, reference, question, language))

    def compute(self, question: Question, code: str) -> Encoded:
        """What a solution or a wrong answer gives for this student, as plain data."""
        if (question.name, code) not in self._computed:
            namespace = {name: fresh(value) for name, value in self.given.items()}
            exec(compile(code, f"<{self.source.name} {question.name}>", "exec"), namespace)
            self._computed[question.name, code] = encode(namespace[question.name])
        return self._computed[question.name, code]

    @cached_property
    def given(self) -> dict[str, Any]:
        """The names that the cells shown to the student define."""
        namespace: dict[str, Any] = {"sheet": Tables(self.data)}
        for code in self.source.given:
            exec(compile(code, f"<{self.source.name}, given>", "exec"), namespace)
        namespace.pop("__builtins__")
        return namespace


def _problem(answer: Encoded, reference: Encoded, language: Language) -> str:
    """Why this cannot be an answer to the question at all, in plain words; empty if it can."""
    got, asked = answer["kind"], reference["kind"]
    if not complete(answer):
        return say("incomplete", language)
    if got == "none":
        return say("none", language)
    if got == "other":
        return say("other", language, got=answer["type"][:60], asked=say(asked, language))
    if got not in _ACCEPTED[asked]:
        return say("kind", language, got=say(got, language), asked=say(asked, language))
    if asked == "frame":
        missing = [name for name in reference["columns"] if name not in answer["columns"]]
        if got == "frame" and missing:
            found = _some(answer["columns"])
            return say("columns", language, missing=", ".join(missing), found=found)
    if asked == "dict" and got == "dict":
        missing = [name for name in reference["labels"] if name not in answer["labels"]]
        if missing:
            found = _some(answer["labels"])
            return say("entries", language, missing=", ".join(missing), found=found)
    if asked in ("list", "series") and len(_values(answer)) != len(reference["values"]):
        return say("length", language, got=len(_values(answer)), asked=len(reference["values"]))
    return ""


def _values(answer: Encoded) -> list:
    """What stands for the values of a series: of a table the first column, which may be missing."""
    if answer["kind"] == "frame":
        return answer["values"][0] if answer["values"] else []
    return answer["values"]


def _some(names: list[str]) -> str:
    """The first names of an answer, each cut: a learner may have made thousands, of any length."""
    return ", ".join([name[:40] for name in names[:20]] + ["..."] * (len(names) > 20))


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


def _general(answer: Encoded, reference: Encoded, question: Question, language: Language) -> str:
    """The sentence for slips that any question knows: a part right, per cent, a short number."""
    if reference["kind"] == "dict" and answer["kind"] == "dict":
        given = dict(zip(answer["labels"], answer["values"], strict=True))
        pairs = zip(reference["labels"], reference["values"], strict=True)
        fits = {one: same(given[one], value, decimals=question.decimals) for one, value in pairs}
        right, wrong = ([f"`{one}`" for one in fits if fits[one] is this] for this in (True, False))
        if right and wrong:
            return say("in part", language, right=", ".join(right), wrong=", ".join(wrong))
    if reference["kind"] != "number":
        return say("look again", language)
    given, right, decimals = answer["value"], reference["value"], question.decimals
    for factor in (100, 0.01) if decimals else ():
        scaled = encode(right * factor)
        if same(answer, scaled, decimals=max(decimals - 2, 1) if factor == 100 else decimals + 2):
            return say("per cent", language)
    if decimals and any(given == round(right, fewer) for fewer in range(decimals)):
        return say("rounded", language, decimals=decimals)
    return say("look again", language)
