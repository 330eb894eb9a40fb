"""Partitions on a Dask cluster: workers of our own on this machine, or those of a scheduler."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from quoteattr.corpus.partition import (
    Answer,
    CorpusError,
    Failure,
    Item,
    Part,
    Partition,
    Task,
    Work,
    answer,
    encode,
    failure,
    in_words,
    process,
)
from quoteattr.errors import QuoteattrError

if TYPE_CHECKING:
    import distributed

_SECONDS_TO_CONNECT = 30
_SECONDS_FOR_A_WORKER = 120
# So many partitions that killed their worker are set aside before they are gone through.
_MOST_SET_ASIDE = 4
# If the first documents of such a partition all die, the fault is not in the documents.
_DEATHS_IN_A_ROW = 5


@contextmanager
def client(workers: int | None, scheduler: str | None) -> Iterator[distributed.Client]:
    """A client of the scheduler, or of workers of our own on this machine."""
    need("distributed")
    import dask
    import distributed

    with ExitStack() as stack:
        if scheduler is None:
            # A partition that has killed two workers is looked into, not tried again.
            settings = {"distributed.scheduler.allowed-failures": 1}
            stack.enter_context(dask.config.set(settings))
            cluster = distributed.LocalCluster(
                n_workers=workers or _cores(),
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                silence_logs="CRITICAL",
            )
            stack.enter_context(cluster)
            yield stack.enter_context(distributed.Client(cluster))
            return
        try:
            found = distributed.Client(scheduler, timeout=_SECONDS_TO_CONNECT)
        except (OSError, ValueError, asyncio.TimeoutError) as error:
            raise CorpusError(
                f"no Dask scheduler answers at {scheduler} ({in_words(error)}): start one with"
                " `dask scheduler`, and check address and firewall"
            ) from error
        stack.enter_context(found)
        try:
            found.wait_for_workers(1, timeout=_SECONDS_FOR_A_WORKER)
        except (TimeoutError, asyncio.TimeoutError):
            raise CorpusError(
                f"the Dask scheduler at {scheduler} has no worker: start some with"
                f" `dask worker {scheduler} --nthreads 1`"
            ) from None
        yield found


def _cores() -> int:
    from dask.system import CPU_COUNT

    return int(CPU_COUNT)


def parts(
    tasks: Iterator[Task], work: Work, client: distributed.Client
) -> Iterator[tuple[Partition, Part]]:
    """Parts in the order in which they come back; never more in flight than workers can use."""
    from distributed import KilledWorker, as_completed

    finished = as_completed()
    running: dict[str, Task] = {}
    killed: list[Task] = []
    exhausted = False
    while True:
        room = 2 * max(sum(client.nthreads().values()), 1)
        while not exhausted and len(killed) < _MOST_SET_ASIDE and len(running) < room:
            task = next(tasks, None)
            if task is None:
                exhausted = True
                break
            key = f"quoteattr-{work.run}-{task[0].number}"
            running[key] = task
            finished.add(client.submit(process, task[1], work, key=key, pure=False))
        if running:
            future = next(finished)
            task = running.pop(future.key)
            try:
                part = _result(future)
            except KilledWorker:
                killed.append(task)
            else:
                yield task[0], part
            del future
        elif killed:
            # Nothing else runs now, so that a death can be blamed on one document.
            partition, items = killed.pop()
            yield partition, encode(_one_by_one(items, work, client), work)
        elif exhausted:
            return


def _one_by_one(
    items: Sequence[Item], work: Work, client: distributed.Client
) -> list[Answer | Failure]:
    """Answers to a partition that killed its worker; what kills one again is a failure."""
    from distributed import KilledWorker

    answers: list[Answer | Failure] = []
    deaths = 0
    for item in items:
        try:
            [found] = _result(client.submit(answer, [item], work, pure=False))
        except KilledWorker:
            deaths += 1
            if deaths == len(answers) + 1 == _DEATHS_IN_A_ROW:
                raise CorpusError(
                    "the workers die whatever they are given: give them more memory, for one with"
                    " fewer --workers, then run the same command again"
                ) from None
            found = item if isinstance(item, Failure) else failure(item, "it killed its worker")
        answers.append(found)
    return answers


def _result(future: Any) -> Any:
    """The result of a future; what the workers' side does wrong as an error that says so."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        return future.result()
    except (QuoteattrError, KilledWorker):
        raise
    except (CancelledError, OSError) as error:
        raise CorpusError(
            f"the Dask scheduler is gone ({in_words(error)}): run the same command again, it goes"
            " on where it stopped"
        ) from error
    except ImportError as error:
        raise CorpusError(
            f"a worker lacks a package ({in_words(error)}): install the same quoteattr[corpus] on"
            " every machine"
        ) from error


def need(package: str) -> None:
    """Raise ``CorpusError`` where a package of the extra is not installed."""
    from importlib.util import find_spec

    if find_spec(package) is None:
        raise CorpusError(f"{package} is not installed: pip install 'quoteattr[corpus]' brings it")
