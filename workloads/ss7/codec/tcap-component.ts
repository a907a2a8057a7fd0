/** TCAP components (ITU-T Q.773, table 19 on): what a dialogue asks and answers. */
import { universal, type BerReader, type Element } from "./ber.ts";
import { encodeObjectIdentifier, type BerWriter } from "./ber-writer.ts";
import { hex } from "./decode-error.ts";

/** A local code, or a global one: an object identifier with dots. */
export type Code = number | string;

export type Component =
  | {
      readonly type: "invoke";
      readonly invokeId: number;
      /** The invocation that this one belongs to. */
      readonly linkedId?: number;
      readonly operation: Code;
      /** The parameter's whole element, tag and length within. */
      readonly parameter?: Buffer;
    }
  | {
      readonly type: "returnResultLast" | "returnResultNotLast";
      readonly invokeId: number;
      /** Absent in a result without a value. */
      readonly operation?: Code;
      readonly parameter?: Buffer;
    }
  | { readonly type: "returnError"; readonly invokeId: number; readonly error: Code; readonly parameter?: Buffer }
  | {
      readonly type: "reject";
      /** Absent when the rejected component's id could not be read. */
      readonly invokeId?: number;
      readonly problem: keyof typeof problemTags;
      /** Q.773, tables 27 to 30. */
      readonly problemCode: number;
    };

const tags = {
  invoke: 0xa1,
  returnResultLast: 0xa2,
  returnError: 0xa3,
  reject: 0xa4,
  returnResultNotLast: 0xa7,
  linkedId: 0x80,
} as const;
const problemTags = { general: 0x80, invoke: 0x81, returnResult: 0x82, returnError: 0x83 } as const;
const problems = Object.entries(problemTags) as [keyof typeof problemTags, number][];

/** The last component first, as `writer` wants it. */
export function writeComponents(writer: BerWriter, components: readonly Component[]): void {
  for (let at = components.length - 1; at >= 0; at -= 1) {
    const component = components[at];
    if (component === undefined) continue;
    const { end } = writer;
    writeContents(writer, component);
    writer.header(tags[component.type], end);
  }
}

function writeContents(writer: BerWriter, component: Component): void {
  switch (component.type) {
    case "invoke":
      if (component.parameter !== undefined) writer.bytes(component.parameter);
      writeCode(writer, component.operation);
      if (component.linkedId !== undefined) writer.smallInteger(tags.linkedId, component.linkedId);
      break;
    case "returnResultLast":
    case "returnResultNotLast": {
      const { operation, parameter } = component;
      if (operation === undefined) break;
      const { end } = writer;
      if (parameter !== undefined) writer.bytes(parameter);
      writeCode(writer, operation);
      writer.header(universal.sequence, end);
      break;
    }
    case "returnError":
      if (component.parameter !== undefined) writer.bytes(component.parameter);
      writeCode(writer, component.error);
      break;
    case "reject":
      writer.smallInteger(problemTags[component.problem], component.problemCode);
      if (component.invokeId === undefined) writer.header(universal.null, writer.end);
  }
  if (component.invokeId !== undefined) writer.smallInteger(universal.integer, component.invokeId);
}

function writeCode(writer: BerWriter, code: Code): void {
  if (typeof code === "number") writer.smallInteger(universal.integer, code);
  else writer.element(universal.objectIdentifier, encodeObjectIdentifier(code));
}

/** Components until the reader's end. */
export function decodeComponents(reader: BerReader): Component[] {
  const components: Component[] = [];
  while (!reader.isAtEnd) components.push(decodeComponent(reader));
  return components;
}

function decodeComponent(reader: BerReader): Component {
  const element = reader.next("a component");
  const inside = reader.inside(element);
  switch (element.tag) {
    case tags.invoke: {
      const invokeId = inside.integer("the invoke id");
      const linked = inside.optional(tags.linkedId, "the linked id");
      const operation = decodeCode(inside, "the operation code");
      return {
        type: "invoke",
        invokeId,
        ...(linked === undefined ? {} : { linkedId: oneByte(inside, linked, "the linked id") }),
        operation,
        ...decodeParameter(inside),
      };
    }
    case tags.returnResultLast:
      return { type: "returnResultLast", ...decodeResult(inside) };
    case tags.returnResultNotLast:
      return { type: "returnResultNotLast", ...decodeResult(inside) };
    case tags.returnError: {
      const invokeId = inside.integer("the invoke id");
      const error = decodeCode(inside, "the error code");
      return { type: "returnError", invokeId, error, ...decodeParameter(inside) };
    }
    case tags.reject:
      return decodeReject(inside);
    default:
      throw reader.error(
        `a component has tag ${hex(element.tag)}; allowed are Invoke (0xa1), ReturnResultLast (0xa2), ReturnError (0xa3), Reject (0xa4) and ReturnResultNotLast (0xa7).`,
        element.offset,
      );
  }
}

function decodeResult(inside: BerReader): { invokeId: number; operation?: Code; parameter?: Buffer } {
  const invokeId = inside.integer("the invoke id");
  if (inside.isAtEnd) return { invokeId };
  const result = inside.expect(universal.sequence, "the result's sequence");
  inside.end("the result's sequence");
  const sequence = inside.inside(result);
  const operation = decodeCode(sequence, "the operation code");
  return { invokeId, operation, ...decodeParameter(sequence) };
}

function decodeReject(inside: BerReader): Component {
  const isUnknown = inside.optional(universal.null, "the absent invoke id") !== undefined;
  const invokeId = isUnknown ? undefined : inside.integer("the invoke id");
  const problem = inside.next("the problem");
  const [name] = problems.find(([, tag]) => tag === problem.tag) ?? [];
  if (name === undefined) {
    throw inside.error(`a problem has tag ${hex(problem.tag)}; allowed are 0x80 to 0x83.`, problem.offset);
  }
  inside.end("the problem");
  return {
    type: "reject",
    ...(invokeId === undefined ? {} : { invokeId }),
    problem: name,
    problemCode: oneByte(inside, problem, "the problem"),
  };
}

function decodeCode(reader: BerReader, what: string): Code {
  return reader.peek() === universal.objectIdentifier ? reader.objectIdentifier(what) : reader.integer(what);
}

function decodeParameter(reader: BerReader): { parameter?: Buffer } {
  if (reader.isAtEnd) return {};
  const parameter = reader.next("the parameter");
  reader.end("the parameter");
  return { parameter: parameter.whole };
}

function oneByte(reader: BerReader, { contents, offset }: Element, what: string): number {
  if (contents.length === 1) return contents.readInt8(0);
  throw reader.error(`${what} has ${String(contents.length)} bytes instead of one.`, offset);
}
