"""What a learner meets in the notebook: one's own data, checks, hints, solutions, progress."""

from pathlib import Path
from typing import Any

from crmkit.course.exercises.answers import encode
from crmkit.course.exercises.decision import defined_by
from crmkit.course.exercises.key import Key, Tables, earned
from crmkit.course.exercises.messages import listed, say
from crmkit.course.exercises.note import Look, Note
from crmkit.course.exercises.progress import Progress
from crmkit.course.exercises.reading import Language
from crmkit.course.exercises.source import load, opening_comment


class Sheet:
    """Exercises of one lesson, with a company of your own.

    `sheet["orders"]` gives a table, `sheet.check("q1", q1)` says whether an answer is right,
    `sheet.hint("q1")` and `sheet.solution("q1")` help, `sheet.progress()` shows how far you are.
    Nothing is sent anywhere.

    Parameters
    ----------
    name : str
        The sheet, such as "13_rfm" or its number, or a file such as "mine.sheet" beside the
        notebook.
    student : str
        Your name: it draws your data, the same on every machine; nobody else has them. Without a
        name you get everybody's data.
    language : "en" or "zh"
        That of the hints, solutions and sentences.
    folder : path
        Where a small file keeps your progress; the notebook's own by default.

    Raises
    ------
    ValueError
        For a sheet or language that does not exist; it lists those that do.
    """

    def __init__(
        self,
        name: str,
        *,
        student: str = "",
        language: Language = "en",
        folder: str | Path = ".",
    ):
        say("right", language)
        source = load(name, language=language, beside=folder)
        self.name = source.name
        self.student = student
        self._language: Language = language
        self._key = Key(source, student)
        self._tables = Tables(self._key.data)
        self._progress = Progress(Path(folder), source.name, student)

    def __getitem__(self, name: str) -> Any:
        """A copy of the table or figure of this name. KeyError lists the names that there are."""
        return self._tables[name]

    def check(self, question: str, answer: Any) -> Note:
        """Is my answer to this question right?

        Says right; or not right, with the sentence that fits the mistake; or not attempted; or in
        plain words what is wrong with the answer's type or length. ValueError for an unknown
        question.
        """
        try:
            encoded = encode(answer)
        except (TypeError, ValueError, RecursionError):
            encoded = {"kind": "other", "type": type(answer).__name__}
        verdict = self._key.judge(question, encoded, language=self._language)
        if verdict.outcome == "not attempted":
            return Note("idle", verdict.sentence, "", self._bar())
        before = self._progress.of(question)
        if verdict.outcome != "no answer":
            right = before["right"] or verdict.outcome == "right"
            self._progress.note(question, attempts=before["attempts"] + 1, right=right)
        said = [verdict.sentence]
        if 0 < verdict.share < 1:
            of = self._key.source.question(question).points
            said.append(self._say("earns", points=earned(of, verdict.share), of=of))
        if before["right"] and verdict.outcome != "right":
            said.append(self._say("right before"))
        looks: dict[str, Look] = {"right": "right", "wrong": "wrong", "no answer": "idle"}
        look = looks[verdict.outcome]
        decided = defined_by(self._key.source.question(question).solution)
        short = decided and verdict.outcome == "wrong"
        title = f"{question}: {self._say('not the best' if short else verdict.outcome)}"
        return Note(look, title, "\n\n".join(filter(None, said)), self._bar())

    def hint(self, question: str) -> Note:
        """The next hint to this question; after the last one they begin again."""
        hints = self._key.source.question(question).hints
        shown = self._progress.of(question)["hints"]
        number = shown % len(hints) + 1
        self._progress.note(question, hints=shown + 1)
        title = self._say("hint", number=number, of=len(hints))
        more = self._say("last hint" if number == len(hints) else "more hints")
        return Note("help", f"{question}: {title}", hints[number - 1], more)

    def solution(self, question: str) -> Note:
        """The worked solution, after an attempt of your own; your progress notes it."""
        code = self._key.source.question(question).solution
        if not self._progress.of(question)["attempts"]:
            return Note("idle", f"{question}: {self._say('solution first')}")
        self._progress.note(question, solution=True)
        why, how = opening_comment(code)
        title = f"{question}: {self._say('solution')}"
        return Note("help", title, f"{why}\n\n```python\n{how}\n```", self._say("solution shown"))

    def progress(self) -> Note:
        """How many of the exercises are done, and how many of them with the solution shown."""
        return Note("idle", self._student_line(), "", self._bar())

    def __repr__(self) -> str:
        return repr(self._card())

    def _repr_html_(self) -> str:
        return self._card()._repr_html_()

    def _card(self) -> Note:
        tables = listed((f"`{name}`" for name in self._key.data), self._language)
        body = self._say("tables", tables=tables)
        if not self.student.strip():
            body = f"{self._say('no name')}\n\n{body}"
        return Note("idle", self._student_line(), body, self._bar())

    def _student_line(self) -> str:
        return f"{self.name} · {self._say('for', student=self.student.strip() or '-')}"

    def _bar(self) -> tuple[int, int, str]:
        """Exercises done, exercises in all, and the two in words."""
        kept = [self._progress.of(question.name) for question in self._key.source.questions]
        done = sum(one["right"] for one in kept)
        helped = sum(one["right"] and one["solution"] for one in kept)
        with_help = self._say("with help", number=helped) if helped else ""
        words = self._say("progress", done=done, of=len(kept), help=with_help)
        if self._progress.not_kept:
            words += ". " + self._say("not kept", why=self._progress.not_kept)
        return done, len(kept), words

    def _say(self, what: str, **values: object) -> str:
        return say(what, self._language, **values)
