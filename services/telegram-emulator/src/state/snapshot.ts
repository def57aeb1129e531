import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Logger } from "@okoshko/runtime/logger";
import { type SnapshotContent, snapshotSchema } from "./snapshot-content";

const saveDelayMs = 1000;

/**
 * Keeps the emulator's memory in a file, so that a second start of the demo still has its chats. Written to a
 * neighbour first and then renamed: a crash leaves the old file or the new one, never half of one.
 */
export class SnapshotFile {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly file: string,
    private readonly collect: () => SnapshotContent,
    private readonly logger: Logger,
  ) {
    mkdirSync(path.dirname(file), { recursive: true });
  }

  /** Soon, however many changes come in between. */
  saveSoon(): void {
    if (this.closed) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.writing = this.writing.then(() => this.write());
    }, saveDelayMs);
  }

  private async write(): Promise<void> {
    const draft = `${this.file}.${randomBytes(4).toString("hex")}.tmp`;
    try {
      await writeFile(draft, JSON.stringify(this.collect()));
      await rename(draft, this.file);
    } catch (error) {
      this.logger.error({ err: error, file: this.file }, "the chats could not be saved");
    }
  }

  /** Saves once more. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.closed = true;
    await this.writing;
    await this.write();
  }
}

/** What was saved, or undefined when there is nothing or it can't be read; that is put aside, and the demo starts anew. */
export function loadSnapshot(file: string, logger: Logger): SnapshotContent | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  try {
    return snapshotSchema.parse(JSON.parse(text));
  } catch (error) {
    const aside = `${file}.broken`;
    renameSync(file, aside);
    logger.warn({ err: error, file, aside }, "the saved chats can't be read and were put aside");
    return undefined;
  }
}
