// Asynchronous jobs. Their state is a function of the clock, so nothing runs in the background.

export function createJobs({ nowOf, random }) {
  const jobs = new Map();
  const byOwner = new Map();
  let count = 0;

  function start(api, account, { failure = null, result = {} } = {}) {
    count += 1;
    const id = `job_${count.toString(36)}${Math.floor(random() * 36 ** 6).toString(36).padStart(6, "0")}`;
    const startedAt = nowOf(account);
    const job = { id, api, accountId: account.id, startedAt, endsAt: startedAt + account.jobDurationMs, failure, result };
    jobs.set(id, job);
    const owner = `${api} ${account.id}`;
    if (!byOwner.has(owner)) byOwner.set(owner, []);
    byOwner.get(owner).push(job);
    return job;
  }

  /** `null` where there is no such job for this account at this API. */
  function find(api, account, id) {
    const job = jobs.get(id);
    return job && job.api === api && job.accountId === account.id ? job : null;
  }

  function statusOf(job, account) {
    const now = nowOf(account);
    if (now < job.endsAt) return now - job.startedAt < 200 ? "queued" : "processing";
    return job.failure ? "failed" : "succeeded";
  }

  function of(api, account) {
    return byOwner.get(`${api} ${account.id}`) ?? [];
  }

  function reset() {
    jobs.clear();
    byOwner.clear();
  }

  return { start, find, statusOf, of, reset };
}
