/**
 * Makes a call that is given up after `timeoutMs`, and when `stop` says so. Not AbortSignal.any([stop, AbortSignal.timeout(…)]):
 * on Node 20 such a signal hangs on its parts by weak references only. What is collected while a call waits no longer ends
 * it (a fetch that hung was still there long after its timeout), and what `stop` keeps of each call is never freed.
 */
export async function within<T>(
  timeoutMs: number,
  stop: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const leave = (): void => controller.abort(stop.reason);
  const timer = setTimeout(
    () => controller.abort(new DOMException(`No answer in ${timeoutMs} ms`, "TimeoutError")),
    timeoutMs,
  );
  stop.addEventListener("abort", leave);
  if (stop.aborted) leave();
  try {
    return await call(controller.signal);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", leave);
  }
}
