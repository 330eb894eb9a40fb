"""The lock that lives through a fork."""

from __future__ import annotations

import os
import threading

import pytest

from quoteattr.syntax.locks import ForkedLock


def test_one_at_a_time() -> None:
    lock = ForkedLock()
    entered = threading.Event()

    def enter() -> None:
        with lock.held():
            entered.set()

    thread = threading.Thread(target=enter)
    with lock.held():
        thread.start()
        assert not entered.wait(0.05)
    assert entered.wait(10)
    thread.join()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_whoever_forks_lets_go_of_it_in_both_processes() -> None:
    lock = ForkedLock()
    with lock.held():
        child = os.fork()
    if child == 0:
        entered = lock._lock.acquire(timeout=10)
        os._exit(0 if entered else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_process_forked_while_it_is_held_finds_it_open() -> None:
    lock = ForkedLock()
    with lock.held():
        child = os.fork()
        if child == 0:
            entered = lock._lock.acquire(timeout=10)
            os._exit(0 if entered else 1)
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
