interface Store {
  stop(): Promise<void>;
}

// Jest loads setup and teardown through separate module registries; only the global object is common to both.
declare global {
  var okoshkoStores: Store[] | undefined;
}

export function keepStores(stores: Store[]): void {
  globalThis.okoshkoStores = stores;
}

export async function stopStores(): Promise<void> {
  await Promise.all((globalThis.okoshkoStores ?? []).map((store) => store.stop()));
  globalThis.okoshkoStores = undefined;
}
