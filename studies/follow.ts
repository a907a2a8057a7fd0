/** Shows what is added to a file, as it comes. */
import { open } from "node:fs/promises";

/** Often enough for a person who watches. */
const intervalMs = 500;

export interface Following {
  /** Shows the rest, and stops. */
  end(): Promise<void>;
}

/** From the file's beginning on. A file that cannot be read is not shown. */
export function follow(file: string, to: NodeJS.WritableStream): Following {
  let place = 0;
  let last = Promise.resolve();
  const showMore = async (): Promise<void> => {
    const handle = await open(file).catch(() => undefined);
    try {
      const size = (await handle?.stat())?.size ?? 0;
      const more = await handle?.read(Buffer.alloc(Math.max(0, size - place)), 0, null, place);
      if (more === undefined) return;
      to.write(more.buffer.subarray(0, more.bytesRead));
      place += more.bytesRead;
    } catch {
      // It is shown and nothing more.
    } finally {
      await handle?.close();
    }
  };
  const queue = (): Promise<void> => (last = last.then(showMore));
  void queue();
  const timer = setInterval(() => void queue(), intervalMs);
  return {
    end: async () => {
      clearInterval(timer);
      await queue();
    },
  };
}
