import { type LiveShop } from "./live-shop";

/**
 * Runs an edit of the rules that commits by itself, and then tells all replicas. Every edit goes through here. One that
 * failed is told of as well: whether a commit reached Postgres is not always known.
 */
export async function changeRules<T>(shop: LiveShop, edit: () => Promise<T>): Promise<T> {
  try {
    return await edit();
  } finally {
    shop.changed();
  }
}
