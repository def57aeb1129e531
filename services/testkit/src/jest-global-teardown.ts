import { stopStores } from "./started-stores";

export default async function teardown(): Promise<void> {
  await stopStores();
}
