"""A gradebook in PostgreSQL, on a real server: several trainers mark one class at once."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
import small_class as small
import sqlalchemy as sa
from nbgrader.api import Gradebook

from workbook import paths
from workbook.errors import Problem
from workbook.grading import gradebook, sandbox
from workbook.grading.course import Course
from workbook.start import postgres

KINDS = [small.RIGHT, small.HALF, small.WRONG]
ANSWERS = {f"learner_{n:02}": KINDS[n % 3] for n in range(12)}


def ordinary_user() -> str | None:
    """Whom the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@pytest.fixture(scope="module")
def server():
    """The address of a server, up to the name of a database; it listens to a Unix socket only."""
    programs = postgres.find()
    if programs is None:
        missing = "there is no PostgreSQL on this computer"
        if os.environ.get("CI") == "true":  # there a test that does not run is a fault
            pytest.fail(missing)
        pytest.skip(missing)
    user = ordinary_user()
    # Not pytest's folder, which only its owner may enter; and the path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    own = {"user": user, "cwd": folder, "stdin": subprocess.DEVNULL}
    with (folder / "log").open("wb") as log:
        try:
            options = ["--auth=trust", "--username=class", "--no-sync", "--encoding=UTF8"]
            subprocess.run(
                [programs / "initdb", "-D", data, *options],
                check=True, stdout=log, stderr=log, **own,
            )  # fmt: skip
            process = subprocess.Popen(
                [
                    programs / "postgres", "-D", data, "-k", folder,
                    "-c", "listen_addresses=", "-c", "fsync=off",
                ],
                stdout=log, stderr=log, **own,
            )  # fmt: skip
            try:
                address = f"postgresql+psycopg://class@/{{name}}?host={folder}"
                wait_for(address.format(name="postgres"), process)
                yield address
            finally:
                process.send_signal(signal.SIGINT)  # which waits for nobody
                process.wait(30)
        finally:
            shutil.rmtree(folder)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    engine = sa.create_engine(address, poolclass=sa.NullPool)
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        try:
            engine.connect().close()
        except sa.exc.OperationalError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("PostgreSQL did not start")


@pytest.fixture
def database(server, request):
    """The address of a database of this test's own."""
    name = "class_" + str(abs(hash(request.node.name)))
    engine = sa.create_engine(
        server.format(name="postgres"), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    return server.format(name=name)


def rows(address: str, table: str) -> int:
    with sa.create_engine(address, poolclass=sa.NullPool).connect() as connection:
        count: int = connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()
        return count


def test_an_assignment_is_taken_in_as_into_sqlite(database, tmp_path):
    there, here = small.make(tmp_path / "there", database), small.make(tmp_path / "here")
    course = Course.read(there)
    assert gradebook.assignments(course) == [small.NAME]  # there are no tables yet
    assert gradebook.done(course, small.NAME) == {}
    taken = gradebook.masters(course, small.NAME)
    assert taken == gradebook.masters(Course.read(here), small.NAME)
    assert len(taken[0].cells) == 4
    assert gradebook.masters(course, small.NAME) == taken
    assert rows(database, "alembic_version") == 1


needs_sandbox = pytest.mark.skipif(bool(sandbox.possible()), reason="no sandbox here")


@needs_sandbox
def test_scores_are_those_of_sqlite_and_what_a_person_gave_is_kept(database, tmp_path):
    there, here = small.make(tmp_path / "there", database), small.make(tmp_path / "here")
    for course in (there, here):
        assert small.mark(course, small.found(ANSWERS)).faults == []
    assert small.scores(there) == small.scores(here) == small.expected(ANSWERS)
    with Gradebook(database) as book:
        grade = book.find_grade("reflection", small.NAME, small.NAME, "learner_03")
        grade.manual_score, grade.needs_manual_grade, grade.extra_credit = 2.5, False, 0.5
        comment = book.find_comment("reflection", small.NAME, small.NAME, "learner_03")
        comment.manual_comment = "Näher. 🌱"
        book.db.commit()
    again = {**ANSWERS, "learner_03": small.WRONG}
    assert small.mark(there, small.found(again), again=True).faults == []
    assert small.scores(there) == small.expected(again)
    with Gradebook(database) as book:
        grade = book.find_grade("reflection", small.NAME, small.NAME, "learner_03")
        assert (grade.manual_score, grade.extra_credit) == (2.5, 0.5)
        assert grade.needs_manual_grade  # a person should look at it again
        comment = book.find_comment("reflection", small.NAME, small.NAME, "learner_03")
        assert comment.manual_comment == "Näher. 🌱"
        assert book.find_submission(small.NAME, "learner_03").score == 3.0
    page = there / "feedback" / "learner_03" / small.NAME / f"{small.NAME}.html"
    assert page.read_text(encoding="utf-8") == "learner_03: 0 and 2.5 by hand"


@needs_sandbox
@pytest.mark.parametrize("shared", [True, False])
def test_two_trainers_at_once_lose_nothing_and_do_nothing_twice(database, tmp_path, shared):
    """Who share a folder, and who have each their own; the gradebook is made by the first."""
    first = small.make(tmp_path / "first", database)
    second = first if shared else small.make(tmp_path / "second", database)
    learners = sorted(ANSWERS)
    shares = [learners[:8], learners[4:]]  # four of them both
    processes = []
    for number, (course, share) in enumerate(zip((first, second), shares, strict=True)):
        answers = tmp_path / f"{number}.json"
        answers.write_text(json.dumps({name: ANSWERS[name] for name in share}), encoding="utf-8")
        command = small.program(course, answers, tmp_path / f"{number}.txt")
        variables = {**os.environ, "PYTHONPATH": str(paths.ROOT)}
        processes.append(
            subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)
        )
    told = [json.loads(process.communicate(timeout=120)[0]) for process in processes]
    assert [faults for *_, faults in told] == [[], []]
    assert [marked + kept for marked, kept, _ in told] == [8, 8]
    assert small.scores(first) == small.expected(ANSWERS)
    assert rows(database, "student") == rows(database, "workbook_marked") == 12
    assert rows(database, "submitted_assignment") == rows(database, "submitted_notebook") == 12
    assert rows(database, "grade") == rows(database, "comment") == 24
    assert rows(database, "assignment") == rows(database, "notebook") == 1
    assert rows(database, "alembic_version") == 1
    for course, share in ((first, shares[0]), (second, shares[1])):
        for step, ending in (("autograded", "ipynb"), ("feedback", "html")):
            for learner in share:
                assert (course / step / learner / small.NAME / f"{small.NAME}.{ending}").is_file()
        assert not (course / "autograded" / ".part").exists()
    counted = Counter(
        line for number in (0, 1) for line in (tmp_path / f"{number}.txt").read_text().split()
    )
    assert set(counted) == set(learners)
    assert all(counted[name] == 1 for name in learners[:4] + learners[8:])


def test_a_server_or_database_that_is_not_there_is_told_without_the_password(server, tmp_path):
    for db_url, word in [
        (server.format(name="nowhere"), "nowhere"),
        ("postgresql+psycopg://me:secret@127.0.0.1:1/x", "127.0.0.1"),
        ("postgresql+other://me:secret@/x", "db_url"),
        ("no address: secret", "db_url"),
    ]:
        folder = tmp_path / str(len(word))
        shutil.rmtree(folder, ignore_errors=True)
        course = Course.read(small.make(folder, db_url))
        for attempt in (gradebook.assignments, gradebook.Gradebook):
            with pytest.raises(Problem, match=word) as told:
                attempt(course)
            assert "secret" not in str(told.value)


def test_without_its_driver_it_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    course = Course.read(small.make(tmp_path, "postgresql+psycopg:///x"))
    with pytest.raises(Problem, match=r"pip install psycopg\[binary\]"):
        gradebook.assignments(course)
