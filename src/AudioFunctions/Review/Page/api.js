// The public REST API. The page knows its own address and no route prefix.

import { functionKey, refuseKey } from './key.js';
import { connectionLost, connectionFound, serviceFound } from './connection.js';

const root = new URL('../', import.meta.url);

/** The address of the management API, once it is found. @type {string | null} */
let managementRoot = null;

/** The service refused the request, with a reason. */
export class ApiProblem extends Error {
  constructor(status, body, fallback) {
    super(body?.detail ?? fallback);
    this.status = status;
    this.code = body?.code ?? `http-${status}`;
    this.body = body;
  }

  /** Whether the same request may succeed in a moment, because the service is failing or asks the client to slow down. */
  get isPassing() {
    return this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** No response came. */
class Unreachable extends Error {
  constructor() {
    super('The service could not be reached. Nothing you typed is lost; try again when the connection is back.');
    this.code = 'unreachable';
  }
}

/**
 * Sends a request. Asks for the key if it is missing or wrong. A request that may be repeated (every GET; others with `repeatable`) waits for
 * a lost connection to come back.
 * Options: query, json, text, headers, signal, as ('json', 'blob' or 'text'), repeatable.
 * Returns {status, body, headers, etag}; for a 304 to the caller's If-None-Match, the body is null.
 */
export async function call(method, path, options = {}) {
  const address = new URL(path, root);
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== null && value !== undefined && value !== '') address.searchParams.set(name, value);
  }
  let key = await functionKey();
  for (;;) {
    const sent = await send(address, method, { 'x-functions-key': key }, options);
    if (sent.answer.status !== 401) return read(sent, options.as);
    key = await refuseKey(key);
  }
}

/**
 * The state of an orchestration, by the URL in the response to its start. The URL contains a key, and a function key beside it would be refused. The
 * host doesn't know under what prefix a proxy shows it: its management API is at the root of what the proxy shows, which is the API's address
 * without its route prefix. Only trying shows how many segments that prefix has: the first place that knows the
 * instance is kept.
 */
export async function instance(statusUri, signal) {
  const given = new URL(statusUri);
  const path = `.${given.pathname}${given.search}`;
  const [first, ...others] = managementRoot ? [managementRoot] : managementRoots();
  let place = first;
  let last = await send(new URL(path, place), 'GET', {}, { signal });
  while (!knowsInstance(last) && (last.answer.ok || last.answer.status === 404) && others.length) {
    place = others.shift() ?? first;
    last = await send(new URL(path, place), 'GET', {}, { signal });
  }
  if (knowsInstance(last)) managementRoot = place;
  return read(last);
}

function knowsInstance({ answer, body }) {
  return answer.ok && Boolean(parse(body)?.runtimeStatus);
}

/** Where the management API may be: beside the API, as it usually is, beneath it, and further up. */
function managementRoots() {
  const usual = [new URL('../', root).href, root.href];
  const above = root.pathname.split('/').slice(1, -1).map((_, index) => new URL('../'.repeat(index + 1), root).href);
  return [...new Set([...usual, ...above])];
}

/** One segment of a path. */
export function part(text) {
  return encodeURIComponent(text);
}

async function send(address, method, headers, options) {
  /** @type {RequestInit & { headers: Record<string, string> }} */
  const request = { method, headers: { ...headers, ...options.headers }, signal: options.signal, cache: 'no-store', redirect: 'error' };
  if (options.json !== undefined) {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(options.json);
  } else if (options.text !== undefined) {
    request.headers['Content-Type'] = 'text/plain; charset=utf-8';
    request.body = options.text;
  }
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(address, request);
      // An incomplete body is a lost connection, too.
      const body = answer.ok && options.as === 'blob' ? await answer.blob() : await answer.text();
      connectionFound();
      return { answer, body };
    } catch (failure) {
      if (options.signal?.aborted) throw failure;
      if (method !== 'GET' && !options.repeatable) throw new Unreachable();
      await connectionLost(attempt, options.signal);
    }
  }
}

function read({ answer, body }, as = 'json') {
  if (!answer.ok && answer.status !== 304) throw new ApiProblem(answer.status, parse(body), `The service answered ${answer.status} ${answer.statusText}.`);
  serviceFound();
  return { status: answer.status, headers: answer.headers, etag: strong(answer.headers.get('ETag')), body: as === 'json' ? parse(body) : body };
}

/** The service's tags are strong. A proxy that compresses makes them weak, and `If-Match` compares strongly: a weak one never matches. */
function strong(etag) {
  return etag?.replace(/^W\//, '') ?? null;
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
