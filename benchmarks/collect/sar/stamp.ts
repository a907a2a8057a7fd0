/** The first column of sar's lines. */
import { parseTimeOfDay, type TimeOfDay } from "../printed-time.ts";

/** `Average:` in sysstat's translations. */
// prettier-ignore
const averageWords: readonly string[] = [
  "Average:", "Gemideld:", "Průměr:", "Middel:", "Durchschn.:", "Meznombro:", "Media:", "Batezbestekoa:",
  "Keskiarvo:", "Moyenne :", "Medie:", "Prosjek:", "Átlag:", "Rata-rata:", "平均値:", "평균값:", "Орточо:", "Vidēji:",
  "Medja:", "Gj.snitt:", "Gemiddeld:", "Średnia:", "Média:", "Среднее:", "Priemer:", "Просек:", "Genomsnitt:",
  "Ortalama:", "Середнє:", "Trung bình:", "平均时间:", "平均時間：",
];

/** `Summary:` likewise, in the report of file systems; and what `-x` adds, which is not translated. */
// prettier-ignore
const otherWords: readonly string[] = [
  "Summary:", "Souhrn:", "Resume:", "Zusammenfassung:", "Resumo:", "Resumen:", "Yhteenveto:", "Résumé:", "Sintesi:",
  "Sažetak:", "Összegzés:", "Ringkasan:", "Sommario:", "サマリ:", "요약:", "Sammendrag:", "Samenvatting:", "Podsumowanie:",
  "Sumário:", "Rezumat:", "Сводка:", "Súhrn:", "Сажетак:", "Sammanfattning:", "Özet:", "Резюме:", "Tổng kết:", "总计:",
  "Minimum:", "Maximum:", "Last:",
];

/** The first column: a time of day or a word for the average (or, with `-x`, minimum and maximum). */
export type Stamp = { readonly kind: "time"; readonly time: TimeOfDay } | { readonly kind: "average" };

/** Reads the first column, or says that it is none. */
export function parseStamp(text: string): Stamp | undefined {
  const time = parseTimeOfDay(text);
  if (time !== undefined) return { kind: "time", time };
  return isAverageWord(text.trim()) ? { kind: "average" } : undefined;
}

/** Whether the first column is an average in a language other than English. */
export function isForeignAverage(text: string): boolean {
  return averageWords.some((word) => word !== "Average:" && text.startsWith(word));
}

function isAverageWord(text: string): boolean {
  return averageWords.includes(text) || otherWords.includes(text);
}

/** Whether a line that was cut off begins like one of sar's. */
export function isBeginning(line: string): boolean {
  const text = line.trim();
  return (
    averageWords.some((word) => word.startsWith(text) || text.startsWith(word)) ||
    /^\p{Nd}{1,2}(?:[:.,時时點点시]|$)/u.test(text)
  );
}
