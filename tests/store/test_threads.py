"""Threads that share one open collection: none is inside another's transaction."""

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from flashprep.app.study.candidates import Wanted
from flashprep.collection import Collection
from flashprep.core.memory import Rating
from tests.collection.folders import NOON, Folder, assert_sound
from tests.core.histories import examples

THREADS = 8
QUESTIONS = "\n".join(f"- {{basic: Q{n}?, answer: A, id: q{n}}}" for n in range(THREADS))


class TornError(Exception):
    """What makes a transaction fail."""


@pytest.fixture(autouse=True)
def restless() -> Iterator[None]:
    """Threads that take turns every few microseconds, so that any two meet anywhere."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A card for each thread."""
    folder = Folder(tmp_path, a=QUESTIONS)
    folder.sync()
    return folder


def together(*acts: Callable[[], object]) -> None:
    """Do all at once, each in a thread of its own; what one raises is raised."""
    barrier = Barrier(len(acts))

    def begin(act: Callable[[], object]) -> None:
        barrier.wait()
        act()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(begin, act) for act in acts]:
            done.result()


def test_a_failure_takes_no_other_threads_answer_along(folder: Folder) -> None:
    """A transaction fails while another thread answers: the answer that was acknowledged is
    kept, and nothing of the transaction is."""
    rounds = examples(10)
    with folder.opened() as collection:
        for number in range(rounds):
            at_ms = NOON + number * 1000
            began = Event()

            def fail(at_ms: int = at_ms, began: Event = began) -> None:
                with suppress(TornError), collection.changing():
                    collection.answer("q0/basic", Rating.GOOD, at_ms)
                    began.set()
                    raise TornError

            def answer(at_ms: int = at_ms, began: Event = began) -> None:
                assert began.wait(10)
                collection.answer("q1/basic", Rating.GOOD, at_ms)

            together(fail, answer)
        kept = {key: len(given) for key, given in collection.logs.reviews_by_card().items()}
        assert kept == {"q1/basic": rounds}
        assert_sound(collection)


def test_answers_given_at_once_are_all_kept(folder: Folder) -> None:
    """Eight threads answer in the same millisecond, cards of their own and one that all share:
    each answer is in the log, at an instant of its own, and the states follow from it."""
    rounds = examples(10)
    with folder.opened() as collection:
        for number in range(rounds):
            at_ms = NOON + number * 1000

            def answer(thread: int, at_ms: int = at_ms) -> None:
                for key in (f"q{thread}/basic", "q0/basic"):
                    collection.answer(key, Rating.GOOD, at_ms)

            together(*(lambda n=n: answer(n) for n in range(THREADS)))
        reviews = collection.logs.reviews_by_card()
        assert {key: len(given) for key, given in reviews.items()} == {
            f"q{n}/basic": rounds * (1 if n else THREADS + 1) for n in range(THREADS)
        }
        instants = [each.at_ms for given in reviews.values() for each in given]
        assert len(set(instants)) == len(instants)
        assert_sound(collection)


def test_each_thread_has_a_list_that_is_true(folder: Folder) -> None:
    """While others answer, the list of a thread has what it has not answered, and no longer
    what it has."""
    with folder.opened() as collection:

        def keys() -> set[str]:
            queue = collection.agenda(Wanted(), NOON).queue(NOON)
            return {each.key for each in queue.ready}

        def study(thread: int) -> None:
            key = f"q{thread}/basic"
            for _ in range(examples(10)):
                assert key in keys()
            collection.answer(key, Rating.EASY, NOON)
            for _ in range(examples(10)):
                assert key not in keys()

        together(*(lambda n=n: study(n) for n in range(THREADS)))
        assert keys() == set()


def test_a_list_of_another_thread_is_not_taken_over(folder: Folder) -> None:
    """A thread that begins after another program has answered makes a list of its own: its new
    connection cannot tell that the list of an earlier thread is old."""
    with folder.opened() as collection:

        def keys() -> set[str]:
            queue = collection.agenda(Wanted(), NOON).queue(NOON)
            return {each.key for each in queue.ready}

        def in_a_thread() -> set[str]:
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(keys).result()

        assert "q0/basic" in in_a_thread()
        folder.answer("q0/basic", rating=Rating.EASY)
        assert "q0/basic" not in in_a_thread()


def test_connections_of_ended_threads_are_closed(folder: Folder) -> None:
    """However many threads come and go, few files stay open; after the end none does, and no
    thread opens another."""

    def still_open() -> int:
        path = str(folder.path / "flashprep.db")
        return sum(os.path.realpath(each) == path for each in Path("/proc/self/fd").iterdir())

    def look(collection: Collection) -> None:
        collection.standing("q0/basic")

    with folder.opened() as collection:
        for _ in range(50):
            thread = Thread(target=look, args=(collection,))
            thread.start()
            thread.join()
        assert still_open() <= 2
    assert still_open() == 0
    with ThreadPoolExecutor(1) as pool, pytest.raises(RuntimeError, match="was closed"):
        pool.submit(look, collection).result()
