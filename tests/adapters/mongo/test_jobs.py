import asyncio
import datetime as dt

import msgspec
import pytest

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.adapters.mongo.jobs import MongoJobs
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.jobs import Job, JobKind, JobStatus
from b4mart_desktop.domain.record import utc_now
from tests.adapters.mongo.samples import make_job

KINDS = [JobKind.INVOICE]
LEASE = dt.timedelta(seconds=60)
NO_LEASE = dt.timedelta(0)


async def _put(shop: Database, *ages: int) -> list[Job]:
    """Writes waiting jobs that became due so many seconds ago."""
    now = utc_now()
    jobs = [msgspec.structs.replace(make_job(), due_at=now - dt.timedelta(seconds=age)) for age in ages]
    await shop.jobs.insert_many([to_document(job) for job in jobs])
    return jobs


async def _claim(shop: Database, worker: str = "w", lease: dt.timedelta = LEASE) -> Job:
    job = await MongoJobs(shop).claim(KINDS, worker, lease)
    assert job is not None
    return job


async def _now(shop: Database, ref: Id) -> Job:
    return (await MongoJobs(shop).for_refs([ref]))[ref]


async def test_the_oldest_due_job_is_claimed_and_later_ones_wait(shop: Database) -> None:
    young, old, future = await _put(shop, 5, 50, -3600)
    first = await _claim(shop)
    assert (first.ref, first.status, first.attempts, first.lease_by) == (old.ref, JobStatus.RUNNING, 1, "w")
    assert (await _claim(shop)).ref == young.ref
    assert await MongoJobs(shop).claim(KINDS, "w", LEASE) is None
    assert (await _now(shop, future.ref)).status is JobStatus.WAITING


async def test_many_workers_never_share_a_job(shop: Database) -> None:
    jobs = await _put(shop, *range(1, 11))
    claimed = await asyncio.gather(*(MongoJobs(shop).claim(KINDS, f"w{n}", LEASE) for n in range(15)))
    refs = [job.ref for job in claimed if job is not None]
    assert sorted(refs) == sorted(job.ref for job in jobs)


async def test_a_job_whose_worker_died_is_claimed_again(shop: Database) -> None:
    (job,) = await _put(shop, 1)
    dead = await _claim(shop, "dead", NO_LEASE)
    again = await _claim(shop, "alive")
    assert (again.ref, again.attempts, again.lease_by) == (job.ref, 2, "alive")
    await MongoJobs(shop).done(dead)  # it was only slow; the job is not its own any more
    assert (await _now(shop, job.ref)).status is JobStatus.RUNNING


async def test_a_finished_job_is_never_claimed_again(shop: Database) -> None:
    (job,) = await _put(shop, 1)
    await MongoJobs(shop).done(await _claim(shop))
    finished = await _now(shop, job.ref)
    assert (finished.status, finished.lease_by, finished.lease_until) == (JobStatus.DONE, None, None)
    assert await MongoJobs(shop).claim(KINDS, "w", LEASE) is None


async def test_a_retried_job_keeps_its_reason_and_waits(shop: Database) -> None:
    (job,) = await _put(shop, 1)
    await MongoJobs(shop).retry(await _claim(shop), "printer on fire", utc_now() + LEASE)
    waiting = await _now(shop, job.ref)
    assert (waiting.status, waiting.error) == (JobStatus.WAITING, "printer on fire")
    assert await MongoJobs(shop).claim(KINDS, "w", LEASE) is None
    await MongoJobs(shop).retry(waiting, "not claimed", utc_now())
    assert (await _now(shop, job.ref)).error == "printer on fire"


async def test_a_job_that_works_in_the_end_forgets_its_error(shop: Database) -> None:
    (job,) = await _put(shop, 1)
    await MongoJobs(shop).retry(await _claim(shop), "once", utc_now() - LEASE)
    await MongoJobs(shop).done(await _claim(shop))
    assert (await _now(shop, job.ref)).error is None


async def test_a_buried_job_rests_with_its_reason(shop: Database) -> None:
    (job,) = await _put(shop, 1)
    await MongoJobs(shop).bury(await _claim(shop), "order is gone")
    buried = await _now(shop, job.ref)
    assert (buried.status, buried.error) == (JobStatus.DEAD, "order is gone")
    assert await MongoJobs(shop).claim(KINDS, "w", LEASE) is None


@pytest.mark.parametrize("kinds", [[], KINDS])
async def test_nothing_to_do(shop: Database, kinds: list[JobKind]) -> None:
    assert await MongoJobs(shop).claim(kinds, "w", LEASE) is None
    assert await MongoJobs(shop).for_refs([]) == {}
