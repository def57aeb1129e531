interface Store {
  stop(): Promise<void>;
}

// Jest loads setup and teardown through separate module registries; only the global object is common to both.
declare global {
  var okoshkoStores: Store[] | undefined;
}

/** Beside those of before: a run of several projects sets up more than once. */
export function keepStores(stores: Store[]): void {
  globalThis.okoshkoStores = [...(globalThis.okoshkoStores ?? []), ...stores];
}

export async function stopStores(): Promise<void> {
  await Promise.all((globalThis.okoshkoStores ?? []).map((store) => store.stop()));
  globalThis.okoshkoStores = undefined;
}
