/** libvirt's own figures of a live migration. Whoever moved the guest asks for them, once it has arrived. */
import type { Collector } from "../collector.ts";
import { readDomjobinfo } from "./parser.ts";

export const migration: Collector = {
  reads: "figures of virsh domjobinfo --completed",
  options: [],
  read: (text, file) => {
    const report = readDomjobinfo(text, file);
    return { report, rows: [report.job] };
  },
};
