/** A shallow copy without some of its fields. */
export function without<T extends object, Key extends keyof T>(value: T, ...keys: Key[]): Omit<T, Key> {
  const copy: Partial<T> & Omit<T, Key> = { ...value };
  for (const key of keys) delete copy[key];
  return copy;
}
