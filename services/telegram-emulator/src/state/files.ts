export interface StoredFile {
  id: string;
  name: string;
  type: string;
  bytes: Buffer;
}

const maxTotalBytes = 32 * 1024 * 1024;

/** Documents the bot sent. The oldest go when there is no room. */
export class Files {
  private readonly files = new Map<string, StoredFile>();
  private total = 0;

  add(file: StoredFile): void {
    this.files.set(file.id, file);
    this.total += file.bytes.length;
    for (const oldest of this.files.values()) {
      if (this.total <= maxTotalBytes || oldest === file) break;
      this.files.delete(oldest.id);
      this.total -= oldest.bytes.length;
    }
  }

  get(id: string): StoredFile | undefined {
    return this.files.get(id);
  }

  all(): StoredFile[] {
    return [...this.files.values()];
  }

  clear(): void {
    this.files.clear();
    this.total = 0;
  }
}
