/** What this browser remembers between visits. A browser that refuses storage only forgets. */

export function recall(key, fallback) {
  try {
    const value = localStorage.getItem(`okoshko.${key}`);
    return value === null ? fallback : JSON.parse(value);
  } catch {
    return fallback;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(`okoshko.${key}`, JSON.stringify(value));
  } catch {
    // Private windows and full disks: the page works without a memory.
  }
}
