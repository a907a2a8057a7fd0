/** Messages as a capture file (libpcap, link type USER0), so that a dissector can be told what they are. */
export function captureOf(messages: readonly Buffer[]): Buffer {
  const user0 = 147;
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(user0, 20);
  const records = messages.flatMap((message, index) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(index, 0);
    record.writeUInt32LE(message.length, 8);
    record.writeUInt32LE(message.length, 12);
    return [record, message];
  });
  return Buffer.concat([header, ...records]);
}
