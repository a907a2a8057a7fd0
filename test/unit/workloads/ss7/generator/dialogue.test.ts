import { expect, test } from "vitest";
import { decodeRoutingInfoResult } from "../../../../../workloads/ss7/codec/map.ts";
import { decodeSccp } from "../../../../../workloads/ss7/codec/sccp.ts";
import { decodeTcap } from "../../../../../workloads/ss7/codec/tcap.ts";
import { readAnswer } from "../../../../../workloads/ss7/generator/dialogue.ts";

/** An End of other equipment: components and the result are of indefinite length. tshark 4.0.17 reads IMSI 240999887766554. */
const answer = Buffer.from(
  "0980 03070b 04 43 c900 08 04 43 6500 06 2f 64 2d 49 04 00000065 6c 80 a2 21 020101 30 80 02012d 30 15 0408 42909988776655f4 a009 8107 916407500000f1 0000 0000".replaceAll(
    " ",
    "",
  ),
  "hex",
);

test("readAnswer · takes an answer of indefinite lengths for the success that it is, and its result can be read", () => {
  expect(readAnswer(answer)).toEqual({ transactionId: 101, isSuccess: true });
  const message = decodeTcap(decodeSccp(answer).data);
  const [result] = message.type === "end" ? message.components : [];
  const parameter = result?.type === "returnResultLast" ? result.parameter : undefined;
  expect(decodeRoutingInfoResult(parameter ?? Buffer.alloc(0)).imsi).toBe("240999887766554");
});
