const pageSize = 100;

class RequestError extends Error {
  constructor(message, isStopped) {
    super(message);
    this.isStopped = isStopped;
  }
}

/** Loads the rows of the list in pages, those that are shown first. */
class RowLoader {
  constructor(onChange) {
    this.onChange = onChange;
    this.pages = new Map();
    this.requests = new Map();
    this.clear();
  }

  clear() {
    for (const request of this.requests.values()) request.abort();
    this.requests.clear();
    this.pages.clear();
    this.total = 0;
    this.version = 0;
    this.info = null;
    this.error = null;
  }

  /** Returns a row; undefined for one that is not loaded. */
  row(i) {
    return this.pages.get(Math.floor(i / pageSize))?.rows[i % pageSize];
  }

  /** Loads the pages of a range of rows that are missing or older than the newest version. After an error, nothing is loaded. */
  load(first, last) {
    if (this.error) return;
    const [from, to] = [Math.floor(first / pageSize), Math.floor(Math.max(first, last) / pageSize)];
    for (const [page, request] of this.requests) {
      if (page < from || page > to) {
        request.abort();
        this.requests.delete(page);
      }
    }
    for (let page = from; page <= to; page++) {
      if (!this.requests.has(page) && this.pages.get(page)?.version !== this.version) this.request(page);
    }
  }

  /** Makes all loaded pages old, so that they are loaded again when they are shown. */
  expire(version) {
    this.error = null;
    this.version = Math.max(this.version, version);
  }

  async request(page) {
    const request = new AbortController();
    this.requests.set(page, request);
    try {
      const result = await fetchList(page * pageSize, pageSize, request.signal);
      if (request.signal.aborted) return;
      this.requests.delete(page);
      const rows = result.traces ?? result.sessions;
      const added = this.info ? result.total - this.total : 0;
      this.version = Math.max(this.version, result.version);
      this.pages.set(page, { rows, version: result.version });
      this.total = result.total;
      this.info = result;
      this.error = null;
      this.onChange(added);
    } catch (error) {
      if (request.signal.aborted) return;
      this.requests.delete(page);
      this.error = error;
      this.onChange(0);
    }
  }
}

async function fetchList(offset, limit, signal) {
  let response;
  try {
    response = await fetch(`/api/${state.sessions ? "sessions" : "traces"}?${requestQuery(offset, limit)}`, { signal });
  } catch (error) {
    throw new RequestError("tracectl does not respond. It may have been stopped.", error.name !== "AbortError");
  }
  if (response.ok) return response.json();
  if (response.status === 403) {
    throw new RequestError("tracectl was started again. Open the new address that it printed.", true);
  }
  const result = await response.json().catch(() => null);
  throw new RequestError(result?.error?.message ?? `The response has the status ${response.status}.`, false);
}
