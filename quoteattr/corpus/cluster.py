"""Partitions on a Dask cluster: workers of our own on this machine, or those of a scheduler."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
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
    process,
)
from quoteattr.errors import QuoteattrError, in_words

if TYPE_CHECKING:
    import distributed

_SECONDS_TO_CONNECT = 30
_SECONDS_FOR_A_WORKER = 120
# Workers that die are started again; for so long a run waits for the first of them.
_SECONDS_WITHOUT_WORKERS = 300
_SECONDS_BETWEEN_LOOKS = 5
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
            settings = {
                # A partition that has killed two workers is looked into, not tried again.
                "distributed.scheduler.allowed-failures": 1,
                # On a busy machine a worker takes long to start again, and is not yet lost.
                "distributed.deploy.lost-worker-timeout": "120s",
            }
            stack.enter_context(dask.config.set(settings))
            cluster = distributed.LocalCluster(
                n_workers=workers or _cores(),
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                silence_logs="CRITICAL",
                preload=["quoteattr.corpus.quiet"],
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
    from distributed import KilledWorker

    running: dict[Any, Task] = {}
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
            running[client.submit(process, task[1], work, key=key, pure=False)] = task
        if running:
            future = _finished(list(running), client)
            task = running.pop(future)
            try:
                part = _result(future, client)
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
        future = client.submit(answer, [item], work, pure=False)
        try:
            [found] = _result(_finished([future], client), client)
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


def _finished(futures: list[Any], client: distributed.Client) -> Any:
    """One of the futures that is done."""
    from distributed import wait

    def wait_for_one(seconds: float) -> Any:
        done = next((future for future in futures if future.done()), None)
        if done is None:
            wait(futures, timeout=seconds, return_when="FIRST_COMPLETED")
            done = next(future for future in futures if future.done())
        return done

    return _patiently(wait_for_one, client)


def _patiently(wait_for: Callable[[float], Any], client: distributed.Client) -> Any:
    """Wait again after each timeout, as long as there are workers."""
    looks = 0
    while True:
        try:
            return wait_for(_SECONDS_BETWEEN_LOOKS)
        except (TimeoutError, asyncio.TimeoutError):
            _revive(client)
            looks = 0 if client.nthreads() else looks + 1
        if looks * _SECONDS_BETWEEN_LOOKS >= _SECONDS_WITHOUT_WORKERS:
            raise CorpusError(
                "no worker is left: start some (with fewer --workers if memory is short), then run"
                " the same command again"
            )


def _revive(client: distributed.Client) -> None:
    """Replace workers of our own that died so early that Dask has given them up."""
    from distributed import Status

    cluster = client.cluster
    if cluster is None:
        return
    for name, nanny in list(cluster.workers.items()):
        if nanny.status in (Status.closed, Status.failed):
            cluster.workers.pop(name, None)
    if len(cluster.workers) < len(cluster.worker_spec):
        cluster.scale(len(cluster.worker_spec))


def _result(future: Any, client: distributed.Client) -> Any:
    """The result of a future; what the workers' side does wrong as an error that says so."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        # Done does not mean here: if its worker has died meanwhile, it is done again elsewhere.
        return _patiently(lambda seconds: future.result(timeout=seconds), client)
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
