"""The command ``quoteattr``.

Exit statuses: 0 all done; 1 some documents failed and ``--keep-going`` did the others, or an
evaluation fell below its bar; 2 input, options, model or output at fault; 130 stopped by Ctrl-C;
141 the reader of the output closed it; 143 terminated.

Nothing heavy is imported before it is used, so that ``--help`` answers at once.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import timedelta
from functools import wraps
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Literal, TypeAlias

import click
from attrs import fields, frozen
from click.core import ParameterSource

from quoteattr._version import __version__
from quoteattr.answers import BATCH, answers_to
from quoteattr.errors import InputError, ModelError, QuoteattrError, in_words, warnings_in_words
from quoteattr.formats import BINARY, ENDINGS, WRITERS, Accompanied, documents, writer
from quoteattr.formats.output import STANDARD_OUTPUT, OutputError, check, is_file, open_output
from quoteattr.formats.table import printable

if TYPE_CHECKING:
    from rich.progress import Progress

    from quoteattr.formats import Writer
    from quoteattr.formats.documents import Document
    from quoteattr.formats.output import Output
    from quoteattr.model import Quotes
    from quoteattr.parser import QuoteParser

SOME_FAILED, FAILED, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141
BELOW_BAR = 1
SPEAKER_FORMATS = ("table", "jsonl", "csv")

Report = Callable[[QuoteattrError], None]


class _Command(click.Group):
    """Turns what stops a run into one line on standard error and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with warnings_in_words(_say):
                return super().invoke(ctx)
        except QuoteattrError as error:
            _say(f"Error: {error}")
            ctx.exit(FAILED)
        except BrokenPipeError:
            ctx.exit(PIPE_CLOSED)
        except KeyboardInterrupt:
            if _is_terminal(sys.stderr):
                click.echo(err=True)  # The terminal has written ^C on this line.
            _say("Interrupted.")
            ctx.exit(INTERRUPTED)


_Decorator: TypeAlias = Callable[[Callable[..., None]], Callable[..., None]]


class _Failures:
    """Ends the run at the first document that fails, or says so and counts on."""

    def __init__(self, keep_going: bool) -> None:
        self._keep_going = keep_going
        self.count = 0

    def __call__(self, error: QuoteattrError) -> None:
        if not self._keep_going:
            raise error
        self.count += 1
        _say(f"Error: {error}")


class _MarksOption(click.Option):
    """Looks the family names up only when somebody asks for them."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        from quoteattr.marks import FAMILIES

        self.help = f"Read only these families of marks: {', '.join(FAMILIES)}."
        return super().get_help_record(ctx)


def _marks(
    ctx: click.Context, option: click.Parameter, value: str | None
) -> tuple[str, ...] | None:
    if value is None:
        return None
    from quoteattr.marks import FAMILIES

    names = tuple(name.strip() for name in value.split(",") if name.strip())
    unknown = [name for name in names if name not in FAMILIES]
    if unknown or not names:
        wrong = f"unknown family {', '.join(map(repr, unknown))}" if unknown else "no family named"
        raise click.BadParameter(f"{wrong}: choose from {', '.join(FAMILIES)}")
    return names


def _probability(ctx: click.Context, option: click.Parameter, value: float | None) -> float | None:
    if value is not None and math.isnan(value):
        raise click.BadParameter("nan is no number from 0 to 1")
    return value


def _output(ctx: click.Context, option: click.Parameter, value: str) -> str:
    """The stream we hold goes on where others have written to it; its device begins anew."""
    return STANDARD_OUTPUT if value == "/dev/stdout" else value


_ANSWER_OPTIONS = (
    click.option(
        "--parser",
        type=click.Choice(("stanza", "spacy")),
        default="stanza",
        show_default=True,
        help="What parses the sentences.",
    ),
    click.option(
        "--model",
        metavar="NAME",
        help="Name or folder of a French model of that parser. Default: the model of the package.",
    ),
    click.option("--marks", cls=_MarksOption, metavar="A,B", callback=_marks),
    click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        callback=_probability,
        help="Leave a speaker open below this probability.",
    ),
)
_PARSER_OPTIONS = (
    *_ANSWER_OPTIONS,
    click.option(
        "--threads",
        type=click.IntRange(min=1),
        metavar="N",
        help="Threads of Stanza, 1 where other work keeps the cores busy. Default: torch's own, but"
        " at most 4.",
    ),
)
_READING_OPTIONS = (
    *_PARSER_OPTIONS,
    click.option(
        "--encoding", default="utf-8", show_default=True, metavar="NAME", help="Of the files read."
    ),
    click.option(
        "-o",
        "--output",
        metavar="FILE",
        default=STANDARD_OUTPUT,
        callback=_output,
        help="Write there, in UTF-8; the file appears when it is whole.",
    ),
    click.option("--force", is_flag=True, help="Replace the output file if it exists."),
    click.option(
        "--keep-going",
        is_flag=True,
        help="After an error do the other documents, then exit with 1.",
    ),
)


def _all(options: Sequence[_Decorator]) -> _Decorator:
    """Several options as one decorator, in the order in which the help lists them."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@frozen
class _Run:
    """What a command reads, what finds the quotes of it, and where they are written."""

    files: tuple[str, ...]
    parser: str
    model: str | None
    marks: tuple[str, ...] | None
    min_confidence: float | None
    threads: int | None
    encoding: str
    output: str
    force: bool
    keep_going: bool

    @property
    def on_terminal(self) -> bool:
        """Whether somebody looks at what is written."""
        return self.output == STANDARD_OUTPUT and sys.stdout.isatty()


def _reading(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of all that read files, which come to it as a ``_Run``; what can't
    be read or written is refused first."""

    @wraps(command)
    def run(**given: Any) -> None:
        own = {field.name: given.pop(field.name) for field in fields(_Run)}
        own["files"] = own["files"] or (documents.STANDARD_INPUT,)
        asked = _Run(**own)
        _check_files(asked.files, asked.keep_going)
        _check_output(asked.output, asked.files, asked.force)
        command(asked, **given)

    return _all(_READING_OPTIONS)(run)


@click.group(
    cls=_Command,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:\n  quoteattr extract article.txt",
)
@click.version_option(__version__, prog_name="quoteattr")
def main() -> None:
    """Find what French news text puts between quotation marks, and who says it."""


@main.command(
    epilog="""\b
Examples:
  quoteattr extract article.txt
  quoteattr extract *.txt --format csv --output quotes.csv
  quoteattr extract --keep-going articles.jsonl > quotes.jsonl

\b
Exit status: 0 all done, 1 some documents failed (--keep-going), 2 an error,
130 Ctrl-C, 141 the reader of the output closed it."""
)
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option(
    "--format",
    "format",
    type=click.Choice(tuple(WRITERS)),
    help="How to write the quotes. Default: table in a terminal; in a file what its name ends in,"
    " if it is a format; else jsonl.",
)
@_reading
@click.option("--evidence", is_flag=True, help="Also write what each answer rests on.")
def extract(run: _Run, format: str | None, evidence: bool) -> None:
    """Find the quotes of articles and who says them.

    FILE is an article (.txt), articles in JSON Lines ({"id": "…", "text": "…"}, .jsonl) or parsed
    sentences (.conllu). Without FILE, or for -, an article or JSON Lines come by standard input.
    """
    format = format or _format_for(run.output, run.on_terminal, tuple(WRITERS))
    if format in BINARY and run.output == STANDARD_OUTPUT:
        raise OutputError(f"{format} is no text: name a file with --output")
    options: dict[str, Any] = {"evidence": evidence}
    if format == "table":
        options["terminal"] = run.on_terminal
    _write_quotes(writer(format, **options), run)


@main.command(
    epilog="""\b
Examples:
  quoteattr view article.txt -o article.html
  quoteattr view articles.jsonl -o articles.html --force

\b
Exit status: 0 all done, 1 some documents failed (--keep-going), 2 an error,
130 Ctrl-C, 141 the reader of the output closed it."""
)
@click.argument("files", metavar="[FILE]...", nargs=-1)
@_reading
@click.option("--evidence", is_flag=True, help="Also show what each answer rests on.")
def view(run: _Run, evidence: bool) -> None:
    """Show articles with their quotes marked, as one page for the browser.

    FILE is what extract reads. The page needs no network and runs nothing that stands in an
    article.
    """
    if run.on_terminal:
        raise OutputError("a page is nothing for a terminal: name a file, as in -o article.html")
    _write_quotes(writer(_format_for(run.output, False, ("html",)), evidence=evidence), run)


@main.command(
    epilog="""\b
Examples:
  quoteattr speakers article.txt
  quoteattr speakers articles.jsonl --output speakers.csv

\b
Exit status: 0 all done, 1 some documents failed (--keep-going), 2 an error,
130 Ctrl-C, 141 the reader of the output closed it."""
)
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option(
    "--format",
    "format",
    type=click.Choice(SPEAKER_FORMATS),
    help="How to write the overview. Default: table in a terminal; in a file what its name ends in,"
    " if it is a format; else jsonl.",
)
@_reading
def speakers(run: _Run, format: str | None) -> None:
    """Count who is quoted in articles: quotes, words, verbs, gender and role as the text has them.

    FILE is what extract reads. Over many articles speakers join by name.
    """
    from quoteattr import overview
    from quoteattr.formats import speakers as tables

    documents.check_distinct(run.files)
    format = format or _format_for(run.output, run.on_terminal, SPEAKER_FORMATS)
    with _written(run) as (sink, answers):
        with _progress(run.files) or nullcontext() as bar:
            counted = overview.speakers(
                _advancing(bar, document.id, quotes) for document, quotes in answers
            )
        sink.write(tables.written(counted, format, terminal=run.on_terminal))


@main.command(
    epilog="""\b
Example:
  quoteattr download --model gsd
  quoteattr extract --model gsd article.txt"""
)
@click.option(
    "--model",
    metavar="NAME",
    default="default",
    show_default=True,
    help="A French package of Stanza, such as gsd or sequoia.",
)
def download(model: str) -> None:
    """Download an official French model with Stanza's own downloader.

    The model of the package needs no download, and nothing else ever downloads anything.
    """
    import stanza

    from quoteattr.syntax import shipped

    try:
        found = stanza.download(
            "fr", package=model, processors=",".join(shipped.PROCESSORS), verbose=False
        )
    except Exception as error:
        raise ModelError(
            f"could not download the French Stanza model {model!r} ({in_words(error)}):"
            " check the name and the network; without --model, extract uses the model of the"
            " package and needs no download"
        ) from error
    if not found:
        raise ModelError(
            f"Stanza has no French model {model!r}: choose a name from its list of models"
        )
    with open_output(STANDARD_OUTPUT) as sink:
        sink.write(f"Downloaded. Use it with: quoteattr extract --model {model} article.txt\n")


@main.command(
    epilog="""\b
Examples:
  quoteattr evaluate gold.jsonl predictions.jsonl --errors 20
  quoteattr evaluate gold.jsonl --min-attributed-f1 0.8

\b
Exit status: 0 all done, 1 attributed F1 below --min-attributed-f1, 2 an error."""
)
@click.argument("gold", metavar="GOLD.jsonl")
@click.argument("predictions", metavar="[PRED.jsonl]", required=False)
@_all(_PARSER_OPTIONS)
@click.option(
    "--errors", type=click.IntRange(min=0), default=0, metavar="N", help="List the first N errors."
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object, not tables.")
@click.option(
    "--min-attributed-f1",
    type=click.FloatRange(0, 1),
    metavar="X",
    callback=_probability,
    help="Exit with 1 where attributed F1 is below.",
)
def evaluate(
    gold: str,
    predictions: str | None,
    parser: str,
    model: str | None,
    marks: tuple[str, ...] | None,
    min_confidence: float | None,
    threads: int | None,
    errors: int,
    as_json: bool,
    min_attributed_f1: float | None,
) -> None:
    """Compare predictions with annotated articles.

    PRED.jsonl is what extract wrote for the articles of GOLD.jsonl; without it the parser is run
    over their texts. For - one of them is read from standard input.
    """
    import json

    from quoteattr import evaluation

    if gold == predictions == documents.STANDARD_INPUT:
        raise InputError("standard input can be read only once: give - once")
    if predictions is not None:
        _check_unread("beside predictions", "parser", "model", "marks", "min_confidence", "threads")
    articles = evaluation.read_gold(gold)
    if predictions is None:
        quote_parser = _parser(parser, model, marks, min_confidence, threads)
        place = documents.located(gold)
        read = (
            documents.Document(one.id, one.text, f"{place}, article {one.id!r}") for one in articles
        )
        predicted = {
            str(document.id): evaluation.from_quotes(quotes)
            for document, quotes in _answers(quote_parser, read, _Failures(False), False)
        }
    else:
        predicted = evaluation.read_predictions(predictions)
    result = evaluation.evaluate(articles, predicted)
    if as_json:
        data = evaluation.to_dict(result, errors=errors)
        written = json.dumps(data, ensure_ascii=False, indent=2)
    else:
        written = evaluation.to_text(result, errors=errors)
    with open_output(STANDARD_OUTPUT) as sink:
        sink.write(f"{written}\n")
    reached = result.figures.attributed.f1.value
    if min_attributed_f1 is not None and reached < min_attributed_f1:
        _say(f"attributed F1 {reached:.4f} is below {min_attributed_f1}")
        click.get_current_context().exit(BELOW_BAR)


@main.command(
    epilog="""\b
Examples:
  quoteattr corpus articles.jsonl.gz --output quotes
  quoteattr corpus 2023.parquet 2024.parquet --output quotes --scheduler tcp://10.0.0.1:8786

\b
Killed at any moment, the same command goes on where it stopped. Exit status: 0 all done, 1 all done
but for the documents named in DIR/errors.jsonl, 2 an error, 130 Ctrl-C, 143 terminated."""
)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    help="A folder for the quotes: new, empty, or begun by the same command.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    metavar="N",
    help="Processes on this machine. Default: one a core; 0 needs no Dask.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Use the workers of this Dask scheduler instead."
)
@click.option(
    "--format",
    "format",
    type=click.Choice(("parquet", "jsonl")),
    default="parquet",
    show_default=True,
    help="parquet: a row a quote; jsonl: an object an article.",
)
@click.option(
    "--partition-size",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    metavar="N",
    help="Articles in a part; so much is done again after a kill, for each worker.",
)
@_all(_ANSWER_OPTIONS)
@click.option("--evidence", is_flag=True, help="Also write what each answer rests on.")
def corpus(
    inputs: tuple[str, ...],
    output: str,
    workers: int | None,
    scheduler: str | None,
    format: Literal["parquet", "jsonl"],
    partition_size: int,
    parser: str,
    model: str | None,
    marks: tuple[str, ...] | None,
    min_confidence: float | None,
    evidence: bool,
) -> None:
    """Find the quotes of many articles, on the cores of one machine or on many machines.

    INPUT is a .jsonl, .jsonl.gz or .parquet file with "id" and "text", or a folder of .txt files,
    all in UTF-8.
    """
    if workers is not None and scheduler is not None:
        raise click.UsageError("--workers is for this machine alone: leave it out with --scheduler")
    from quoteattr import corpus as corpora

    with ExitStack() as stack:
        stack.enter_context(_terminable())
        summary = corpora.run(
            inputs,
            output,
            workers=workers,
            scheduler=scheduler,
            format=format,
            partition_size=partition_size,
            parser=parser,
            model=model,
            marks=marks,
            min_confidence=min_confidence,
            evidence=evidence,
            progress=_corpus_progress(stack),
        )
    where = f": {os.path.join(output, 'quotes')}" if summary.parts else ""
    _say(f"{summary.documents} articles, {summary.quotes} quotes{where}")
    if summary.failures:
        _say(f"{summary.failures} of these articles failed: {os.path.join(output, 'errors.jsonl')}")
        click.get_current_context().exit(SOME_FAILED)


def _check_files(files: tuple[str, ...], keep_going: bool) -> None:
    """Refuse at once what could otherwise stop a run after hours."""
    if files.count(documents.STANDARD_INPUT) > 1:
        raise InputError("standard input can be read only once: give - once")
    if not keep_going:
        for path in files:
            documents.check(path)
    if documents.STANDARD_INPUT in files and _is_terminal(sys.stdin):
        _say("Reading from the keyboard: end the text with Ctrl-D.")


def _check_output(output: str, files: tuple[str, ...], force: bool) -> None:
    """Refuse an output that can't be written, and one that would take the place of an article."""
    check(output, force=force)
    if _is_among(output, files):
        raise OutputError(f"{output}: is what is read: give --output another name")


def _is_among(path: str, files: tuple[str, ...]) -> bool:
    """Whether a path leads to one of these files."""
    existing = (file for file in files if os.path.exists(file))
    return os.path.isfile(path) and any(os.path.samefile(path, file) for file in existing)


@contextmanager
def _written(run: _Run) -> Iterator[tuple[Output, Iterator[tuple[Document, Quotes]]]]:
    """The output of a run and the documents to write there with their quotes; at the end the exit
    status tells whether some of them failed."""
    failures = _Failures(run.keep_going)
    parser = _parser(run.parser, run.model, run.marks, run.min_confidence, run.threads)
    found = documents.read(run.files, run.encoding)
    with _terminable(), open_output(run.output, force=run.force) as sink:
        yield sink, _answers(parser, found, failures, run.keep_going)
    if failures.count:
        click.get_current_context().exit(SOME_FAILED)


def _write_quotes(write: Writer, run: _Run) -> None:
    """Read, find and write, a document at a time."""
    with _written(run) as (sink, answers), _progress(run.files) or nullcontext() as bar:
        sink.write(write.start())
        for document, quotes in answers:
            if bar is not None and run.on_terminal:
                bar.stop()  # The table goes to the screen that the bar stands on.
            sink.write(write.document(document.id, quotes))
            if bar is not None:
                bar.start()
                bar.advance(bar.task_ids[0])
        sink.write(write.end())
        if isinstance(write, Accompanied) and is_file(run.output):
            for ending, text in write.beside().items():
                _write_beside(run.output, ending, text, run.files, force=run.force)


def _write_beside(
    output: str, ending: str, text: str, files: tuple[str, ...], *, force: bool
) -> None:
    """Write what belongs to the output file beside it; what was read is never replaced."""
    path = os.path.splitext(output)[0] + ending
    if path == output:
        raise OutputError(f"{output}: {ending} is for the text: give --output another ending")
    if os.path.isfile(path):
        with open(path, "rb") as stream:
            if stream.read() == text.encode():
                return
        if _is_among(path, files):
            raise OutputError(
                f"{path}: is what was read, but not the text that the offsets count in (UTF-8"
                " without a byte order mark or control characters): give --output another name"
            )
    with open_output(path, force=force) as sink:
        sink.write(text)


def _format_for(output: str, on_terminal: bool, formats: tuple[str, ...]) -> str:
    """What a file is to be written in by its name, of the formats that a command writes."""
    if on_terminal:
        return "table"
    ending = os.path.splitext(output)[1].lower().removeprefix(".")
    ending = ENDINGS.get(ending, ending)
    if ending in formats:
        return ending
    if ending in WRITERS:
        raise OutputError(
            f"{output}: {ending} is not written here, only {', '.join(formats)}:"
            f" give --output another ending{', or choose with --format' * (len(formats) > 1)}"
        )
    return "jsonl" if "jsonl" in formats else formats[0]


def _check_unread(where: str, *names: str) -> None:
    """Refuse options that do nothing in the way that a command is used."""
    context = click.get_current_context()
    for option in context.command.params:
        given = context.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE
        if option.name in names and given:
            raise InputError(f"{option.opts[0]} does nothing {where}: leave it out")


def _parser(
    parser: str,
    model: str | None,
    marks: tuple[str, ...] | None,
    min_confidence: float | None,
    threads: int | None,
) -> QuoteParser:
    from quoteattr.parser import QuoteParser

    return QuoteParser(
        parser, model=model, marks=marks, min_confidence=min_confidence, threads=threads
    )


def _answers(
    parser: QuoteParser,
    found: Iterable[Document | InputError],
    report: Report,
    keep_going: bool,
) -> Iterator[tuple[Document, Quotes]]:
    """Documents with their quotes, in order, a batch at a time; what fails is reported."""
    found = iter(found)
    while batch := list(islice(found, BATCH)):
        readable = []
        for item in batch:
            if isinstance(item, InputError):
                report(item)
            else:
                readable.append(item)
        yield from _answers_of_batch(parser, readable, report, keep_going)


def _answers_of_batch(
    parser: QuoteParser, batch: list[Document], report: Report, keep_going: bool
) -> Iterator[tuple[Document, Quotes]]:
    for document, answer in zip(batch, answers_to(batch, parser, _say), strict=True):
        if isinstance(answer, QuoteattrError):
            report(InputError(f"{document.where}: {answer}"))
        elif isinstance(answer, Exception):
            if not keep_going:
                raise answer
            report(InputError(f"{document.where}: {in_words(answer)}: please report this"))
        else:
            yield document, answer


def _progress(files: tuple[str, ...]) -> Progress | None:
    """A bar on standard error, where that is a terminal and there may be several documents."""
    if not _is_terminal(sys.stderr) or not documents.several(files):
        return None
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("documents"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
    )
    # Only for files of one document each is the number known beforehand.
    known = not any(documents.several((path,)) for path in files)
    bar.add_task("documents", total=len(files) if known else None)
    return bar


def _advancing(bar: Progress | None, id: str | int, quotes: Quotes) -> tuple[str | int, Quotes]:
    if bar is not None:
        bar.advance(bar.task_ids[0])
    return id, quotes


def _corpus_progress(stack: ExitStack) -> Callable[[int, int], None] | None:
    """Draws articles done, rate and time left on standard error, where that is a terminal."""
    if not _is_terminal(sys.stderr):
        return None
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("articles"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        console=Console(stderr=True),
        redirect_stdout=False,
        refresh_per_second=2,
    )
    stack.enter_context(bar)
    task = bar.add_task("articles", total=None, pace="looking through the input")
    before, began = 0, time.monotonic()

    def advance(done: int, total: int) -> None:
        nonlocal before, began
        if bar.tasks[task].total is None:
            before = done
        if done == before:
            # What an earlier run did, and the start of the workers, say nothing about the rate.
            began = time.monotonic()
            bar.update(task, completed=done, total=total, pace="starting")
            return
        rate = (done - before) / max(time.monotonic() - began, 0.001)
        left = timedelta(seconds=round((total - done) / rate))
        bar.update(task, completed=done, pace=f"{rate:.1f}/s, {left} left")

    return advance


@contextmanager
def _terminable() -> Iterator[None]:
    """Let a polite kill end the run as Ctrl-C does, so that no unfinished file is left."""

    def stop(signum: int, frame: object) -> None:
        sys.exit(128 + signum)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _is_terminal(stream: IO[str] | None) -> bool:
    """Whether somebody sits at a standard stream, which may be closed."""
    return stream is not None and stream.isatty()


def _say(message: str) -> None:
    """A line on standard error; where that is closed or full, what is done goes on unsaid."""
    # A stream that is closed is None, and old versions of click write to it.
    if sys.stderr is None:
        return
    with suppress(OSError):
        click.echo(printable(message), err=True)
