"""The key to one student's sheet: what is right, and which sentence fits which mistake."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from crmkit.course.exercises import slips
from crmkit.course.exercises.answers import Encoded, encode
from crmkit.course.exercises.compare import attempted, same
from crmkit.course.exercises.data import draw, fresh
from crmkit.course.exercises.decision import Scale, Unfit, defined_by
from crmkit.course.exercises.messages import say, sentences
from crmkit.course.exercises.reading import Language, Question, Source, opening_comment
from crmkit.course.exercises.runs import Runs

Outcome = Literal["right", "wrong", "not attempted", "no answer"]


@dataclass(frozen=True)
class Verdict:
    """What became of one answer: the outcome, the sentence that helps, the part earned (0 to 1).

    An answer in parts, a dict, earns by its right parts; a decision by what it is worth.
    """

    outcome: Outcome
    sentence: str = ""
    share: float = 0.0


def earned(points: int, share: float) -> float:
    """The points that a part of a question earns, to two decimals; whole ones without any.

    >>> earned(2, 1.0), earned(3, 0.5)
    (2, 1.5)
    """
    exact = round(points * share, 2)
    return int(exact) if exact == int(exact) else exact


# A decision that earns this part of what the best one earns is as good: no cross for a yuan.
_AS_GOOD = 0.995


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
        self._scales: dict[str, Scale] = {}

    def judge(self, name: str, answer: Encoded, *, language: Language | None = None) -> Verdict:
        """Is this answer right, and if not, why? The same for the learner and the grader.

        `language` is that of the checker's own words, the sheet's unless said otherwise.
        """
        question, language = self.source.question(name), language or self.source.language
        if not attempted(answer):
            return Verdict("not attempted", say("not attempted", language, name=name))
        reference = self.compute(question, question.solution)
        parts = slips.parts_right(answer, reference, question.decimals)
        share = sum(parts.values()) / len(parts) if parts else 0.0
        problem = slips.problem(answer, reference, language)
        if defined_by(question.solution):
            return self._judge_decision(question, answer, problem, language)
        if problem:
            return Verdict("no answer", problem, share)
        if same(answer, reference, decimals=question.decimals):
            return Verdict("right", share=1.0)
        sentence = self._mistake(question, answer) or self._mistake_in_part(question, answer, parts)
        general = slips.general(answer, reference, question.decimals, language)
        return Verdict("wrong", sentence or general, share)

    def compute(self, question: Question, code: str) -> Encoded:
        """What a solution or a wrong answer gives for this student, as plain data."""
        if (question.name, code) not in self._computed:
            namespace = self._run(question, code)
            self._computed[question.name, code] = encode(namespace[question.name])
        return self._computed[question.name, code]

    def scale(self, question: Question) -> Scale:
        """What decisions are worth in a question of decision."""
        if question.name not in self._scales:
            solved = self._run(question, question.solution)
            self._scales[question.name] = Scale(question.name, solved)
        return self._scales[question.name]

    def policies(self, question: Question) -> dict[str, Encoded]:
        """The plausible decisions that a sheet lists for its teacher, by what they are called."""
        if not question.policies:
            return {}
        namespace = self._run(question, f"{question.solution}\n\n{question.policies}")
        return {str(name): encode(one) for name, one in namespace["policies"].items()}

    @property
    def given(self) -> dict[str, Any]:
        """The names that the cells shown to the student define."""
        return self._runs.run("", "")

    @cached_property
    def _runs(self) -> Runs:
        namespace: dict[str, Any] = {"sheet": Tables(self.data)}
        for code in self.source.given:
            exec(compile(code, f"<{self.source.name}, given>", "exec"), namespace)
        return Runs(namespace)

    def _run(self, question: Question, code: str) -> dict[str, Any]:
        where = f"<{self.source.name} {question.name}>"
        return self._runs.run(code, where, keep=code == question.solution)

    def _judge_decision(
        self, question: Question, answer: Encoded, problem: str, language: Language
    ) -> Verdict:
        if problem:
            return Verdict("no answer", problem)
        scale = self.scale(question)
        try:
            worth = scale.worth(answer)
        except Unfit as unfit:
            return Verdict("no answer", say(unfit.what, language, **unfit.values))
        share = scale.share(worth)
        amounts = {"worth": worth, "nothing": scale.nothing_worth, "best": scale.best_worth}
        # Two amounts that differ are told apart.
        near = 0 < scale.best_worth - worth < 1
        digits = 0 if scale.best_worth - scale.nothing_worth >= 100 and not near else 2
        written = {name: f"{amount:,.{digits}f}" for name, amount in amounts.items()}
        if share >= _AS_GOOD:
            words = "worth" if share > 1 - 1e-9 else "worth less"
            return Verdict("right", say(words, language, **written), 1.0)
        said = [self._mistake(question, answer), say("worth less", language, **written)]
        return Verdict("wrong", sentences(said, language), share)

    def _mistake(self, question: Question, answer: Encoded) -> str:
        """The sentence of the wrong answer that is the same as this one; empty, if none is."""
        for mistake in question.wrong:
            made = self.compute(question, mistake)
            if same(answer, made, decimals=question.decimals):
                return opening_comment(mistake)[0]
        return ""

    def _mistake_in_part(self, question: Question, answer: Encoded, parts: dict[str, bool]) -> str:
        """The sentence of a wrong answer that explains all wrong parts, beside right ones."""
        wrong = [label for label, fits in parts.items() if not fits]
        if not wrong or len(wrong) == len(parts):
            return ""
        reference = self.compute(question, question.solution)
        given = slips.entries(answer, reference)
        for mistake in question.wrong:
            made = slips.entries(self.compute(question, mistake), reference)
            if made and all(
                label in made and same(given[label], made[label], decimals=question.decimals)
                for label in wrong
            ):
                return opening_comment(mistake)[0]
        return ""
