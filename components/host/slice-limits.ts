/** The limits of the systemd slice in which the application's processes run on a host itself. */

export const workloadSlice = "crossbed.slice";

export interface SliceSize {
  /** pCPUs as Linux lists them; empty where nothing is pinned. */
  readonly cpus: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
}

/** Properties of the slice (systemd.resource-control(5)). Without pins it may run anywhere, but no more than a guest of that size. */
export function sliceLimits({ cpus, vcpus, memoryMiB }: SliceSize): string {
  const quota = cpus === "" ? `${String(vcpus * 100)}%` : "";
  return `AllowedCPUs=${cpus} CPUQuota=${quota} MemoryMax=${String(memoryMiB)}M`;
}
