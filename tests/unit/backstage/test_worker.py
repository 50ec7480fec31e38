"""Jobs are done, retried or given up; nothing a handler does ends the worker."""

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Mapping, Sequence

import msgspec
import pytest

from b4mart_desktop.backstage import worker as worker_module
from b4mart_desktop.backstage.worker import Worker
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.jobs import Job, JobKind, JobStatus
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.bus import Bus, EntriesPosted, Event, JobFinished
from tests.unit.backstage.eventually import SOON, until

AWAY = AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="no route")


class Outbox:
    """A job store in memory, with leases; ``fast`` makes what is put back due at once."""

    def __init__(self) -> None:
        self.jobs: dict[Id, Job] = {}
        self.due: list[dt.timedelta] = []
        self.fast = True
        self.away = False
        self.lease: dt.timedelta | None = None

    def add(self, attempts: int = 0) -> Id:
        now = utc_now()
        job = Job(
            id=new_id(),
            kind=JobKind.INVOICE,
            dedupe=str(new_id()),
            ref=new_id(),
            attempts=attempts,
            due_at=now,
            created_at=now,
            updated_at=now,
        )
        self.jobs[job.id] = job
        return job.id

    async def claim(self, kinds: Sequence[JobKind], worker: str, lease: dt.timedelta) -> Job | None:
        if self.away:
            raise AWAY
        now = utc_now()
        for job in self.jobs.values():
            free = job.status is JobStatus.WAITING and job.due_at <= now
            ran_out = (
                job.status is JobStatus.RUNNING and job.lease_until is not None and job.lease_until <= now
            )
            if job.kind in kinds and (free or ran_out):
                until = now + (self.lease or lease)
                self._change(
                    job.id,
                    status=JobStatus.RUNNING,
                    attempts=job.attempts + 1,
                    lease_until=until,
                    lease_by=worker,
                )
                return self.jobs[job.id]
        return None

    async def done(self, job: Job) -> None:
        self._check()
        self._change(job.id, status=JobStatus.DONE)

    async def retry(self, job: Job, error: str, due_at: dt.datetime) -> None:
        self._check()
        self.due.append(due_at - utc_now())
        self._change(job.id, status=JobStatus.WAITING, error=error, due_at=utc_now() if self.fast else due_at)

    async def bury(self, job: Job, error: str) -> None:
        self._check()
        self._change(job.id, status=JobStatus.DEAD, error=error)

    async def for_refs(self, refs: Sequence[Id]) -> Mapping[Id, Job]:
        raise NotImplementedError

    def _check(self) -> None:
        if self.away:
            raise AWAY

    def _change(self, job: Id, **changes: object) -> None:
        self.jobs[job] = msgspec.structs.replace(self.jobs[job], **changes)


class Office:
    """An outbox, a worker that runs, and a handler that raises what it is told to."""

    def __init__(self) -> None:
        self.outbox = Outbox()
        self.bus = Bus()
        self.heard: list[Event] = []
        self.bus.subscribe(self.heard.append)
        self.handled: list[Id] = []
        self.fails: list[BaseException] = []
        self.takes = 0.0
        self.worker = Worker("till-1", self.outbox, {JobKind.INVOICE: self.handle}, self.bus)

    async def handle(self, job: Job) -> None:
        self.handled.append(job.id)
        await asyncio.sleep(self.takes)
        if self.fails:
            raise self.fails.pop(0)

    def status(self, job: Id) -> JobStatus:
        return self.outbox.jobs[job].status


@pytest.fixture
async def office(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Office]:
    monkeypatch.setattr(worker_module, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(worker_module, "MOST_AWAY_SECONDS", 0.02)
    office = Office()
    task = asyncio.create_task(office.worker.run())
    await asyncio.sleep(0)
    yield office
    assert not task.done()  # nothing may end it
    task.cancel()
    await asyncio.wait({task})


async def test_a_job_is_done_and_told(office: Office) -> None:
    job = office.outbox.add()
    await until(lambda: office.status(job) is JobStatus.DONE)
    await until(lambda: office.heard == [JobFinished("invoice", office.outbox.jobs[job].ref)])


async def test_a_posted_entry_wakes_the_worker(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "POLL_SECONDS", 3600.0)
    await asyncio.sleep(0.1)
    job = office.outbox.add()
    office.bus.publish(EntriesPosted((new_id(),)))
    await until(lambda: office.status(job) is JobStatus.DONE)


async def test_a_crash_is_retried_with_growing_pauses_and_given_up_after_five(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.fails = [ZeroDivisionError(f"attempt {number}") for number in range(1, 6)]
    job = office.outbox.add()
    await until(lambda: office.status(job) is JobStatus.DEAD)
    assert len(office.handled) == 5
    assert [round(pause.total_seconds()) for pause in office.outbox.due] == [5, 10, 20, 40]
    assert office.outbox.jobs[job].error == "ZeroDivisionError: attempt 5"
    await until(lambda: len(office.heard) == 1)
    assert office.heard == [
        JobFinished("invoice", office.outbox.jobs[job].ref, "ZeroDivisionError: attempt 5")
    ]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (DomainError(ErrorCode.NOT_FOUND, what="order"), "not_found(what='order')"),
        (AdapterError(ErrorCode.UNREADABLE_DOCUMENT, reason="no items"), "no items"),
    ],
)
async def test_what_cannot_get_better_is_given_up_at_once(
    office: Office, error: Exception, reason: str
) -> None:
    office.fails = [error]
    job = office.outbox.add()
    await until(lambda: office.status(job) is JobStatus.DEAD)
    assert (len(office.handled), office.outbox.jobs[job].error) == (1, reason)


async def test_an_unreachable_database_is_never_a_reason_to_give_up(office: Office) -> None:
    office.fails = [AWAY] * 8
    job = office.outbox.add()
    await until(lambda: office.status(job) is JobStatus.DONE)
    assert len(office.handled) == 9


async def test_other_jobs_go_on_beside_one_that_fails(office: Office) -> None:
    office.outbox.fast = False
    office.fails = [ZeroDivisionError("only once")]
    bad, good = office.outbox.add(), office.outbox.add()
    await until(lambda: office.status(good) is JobStatus.DONE)
    assert office.status(bad) is JobStatus.WAITING


async def test_a_job_that_was_cancelled_from_within_is_retried(office: Office) -> None:
    office.fails = [asyncio.CancelledError()]
    job = office.outbox.add()
    await until(lambda: office.status(job) is JobStatus.DONE)
    assert len(office.handled) == 2


async def test_a_lease_that_ran_out_is_claimed_again(office: Office) -> None:
    office.outbox.lease = dt.timedelta(milliseconds=30)
    job = office.outbox.add()
    assert await office.outbox.claim([JobKind.INVOICE], "a till that burnt down", dt.timedelta(0)) is not None
    await until(lambda: office.status(job) is JobStatus.DONE)
    assert office.outbox.jobs[job].lease_by == "till-1"


async def test_work_beyond_its_lease_is_ended_and_retried(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "LEASE", dt.timedelta(seconds=5.05))
    office.takes = 3600.0
    job = office.outbox.add()
    await until(lambda: len(office.outbox.due) == 1)
    assert "not done within its lease" in str(office.outbox.jobs[job].error)
    office.takes = 0.0
    await until(lambda: office.status(job) is JobStatus.DONE)


async def test_a_job_its_workers_die_of_is_not_tried_for_ever(office: Office) -> None:
    job = office.outbox.add(attempts=worker_module.CLAIMS)
    await until(lambda: office.status(job) is JobStatus.DEAD)
    assert office.handled == []


async def test_an_outage_of_the_store_is_survived(office: Office) -> None:
    office.outbox.away = True
    job = office.outbox.add()
    await asyncio.sleep(0.1)
    office.outbox.away = False
    await until(lambda: office.status(job) is JobStatus.DONE)


async def test_a_job_whose_end_could_not_be_told_is_done_again(office: Office) -> None:
    office.outbox.lease = dt.timedelta(milliseconds=30)
    office.takes = 0.02
    job = office.outbox.add()
    await until(lambda: office.handled == [job])
    office.outbox.away = True
    await asyncio.sleep(0.05)
    assert office.status(job) is JobStatus.RUNNING
    office.outbox.away = False
    await until(lambda: office.status(job) is JobStatus.DONE)
    assert office.handled == [job, job]


async def test_stopping_cancels_the_work_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office()
    office.takes = 3600.0
    office.outbox.add()
    task = asyncio.create_task(office.worker.run())
    await until(lambda: len(office.handled) == 1)
    task.cancel()
    await asyncio.wait({task}, timeout=SOON)
    assert task.cancelled()
    await until(lambda: asyncio.all_tasks() == {asyncio.current_task()})
