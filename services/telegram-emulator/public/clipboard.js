/** Copies a text; false when the browser has no clipboard for this page (plain http from another machine). */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
