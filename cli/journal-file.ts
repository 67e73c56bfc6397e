/** The journal of a sweep on the disk: lines are appended, and count once the disk has them. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import type { JournalStore } from "../runtime/sweep/journal.ts";
import { UsageError } from "./errors.ts";

/** SHA-256 in hexadecimal. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A file of lines. Lines that arrive while the disk is busy are written together, so that quick points do not wait for each other. */
export class JournalFile implements JournalStore {
  private waiting: string[] = [];
  /** The write that is about to begin, and the one that was begun last. */
  private batch: Promise<void> | undefined;
  private last: Promise<void> = Promise.resolve();

  private constructor(
    readonly file: string,
    private readonly handle: FileHandle,
  ) {}

  /** Opens or creates the file, and the folders above it. @throws UsageError (exit code 2) when that is impossible. */
  static async open(file: string): Promise<JournalFile> {
    try {
      await mkdir(path.dirname(file), { recursive: true });
      // Its own user alone may read it: a journal holds the numbers of a spec.
      const handle = await open(file, "a+", 0o600);
      const { size } = await handle.stat();
      if (size > 0) {
        // A killed process may have left half a line, which would swallow the first one of this run.
        const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
        if (buffer[0] !== 0x0a) await handle.appendFile("\n");
      }
      return new JournalFile(file, handle);
    } catch (error) {
      throw new UsageError(`cannot write the journal ${file}: ${error instanceof Error ? error.message : String(error)}`, { diagnostic: "cannot-write-file" });
    }
  }

  lines(): AsyncIterable<string> {
    return createInterface({ input: createReadStream(this.file, "utf8"), crlfDelay: Infinity });
  }

  /** Resolves when the line is on the disk. Once a write has failed, all later ones do: the order of lines is kept. */
  append(line: string): Promise<void> {
    this.waiting.push(line);
    this.batch ??= this.last = this.last.then(() => {
      const lines = this.waiting;
      this.waiting = [];
      this.batch = undefined;
      return this.write(lines);
    });
    return this.batch;
  }

  private async write(lines: readonly string[]): Promise<void> {
    await this.handle.appendFile(lines.map((line) => `${line}\n`).join(""));
    await this.handle.datasync();
  }

  async close(): Promise<void> {
    await this.last.catch(() => undefined);
    await this.handle.close();
  }

  /** Closes the file and deletes it: nothing is left to resume. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.file, { force: true });
  }
}
