/** TCAP components (ITU-T Q.773, table 19 on): what a dialogue asks and answers. */
import { type BerReader, encodeElement, encodeSmallInteger, universal, type Element } from "./ber.ts";

export type Component =
  | {
      readonly type: "invoke";
      readonly invokeId: number;
      /** Local operation code. */
      readonly operation: number;
      /** The parameter's whole element, tag and length within. */
      readonly parameter?: Buffer;
    }
  | {
      readonly type: "returnResultLast";
      readonly invokeId: number;
      readonly operation: number;
      readonly parameter?: Buffer;
    }
  | { readonly type: "returnError"; readonly invokeId: number; readonly error: number };

const tags = { invoke: 0xa1, returnResultLast: 0xa2, returnError: 0xa3 } as const;

export function encodeComponents(components: readonly Component[]): Buffer {
  return Buffer.concat(components.map(encodeComponent));
}

function encodeComponent(component: Component): Buffer {
  const invokeId = encodeElement(universal.integer, encodeSmallInteger(component.invokeId));
  switch (component.type) {
    case "invoke":
      return encodeElement(tags.invoke, invokeId, ...encodeOperation(component));
    case "returnResultLast":
      return encodeElement(
        tags.returnResultLast,
        invokeId,
        encodeElement(universal.sequence, ...encodeOperation(component)),
      );
    case "returnError":
      return encodeElement(
        tags.returnError,
        invokeId,
        encodeElement(universal.integer, encodeSmallInteger(component.error)),
      );
  }
}

function encodeOperation({ operation, parameter }: { operation: number; parameter?: Buffer }): Buffer[] {
  const code = encodeElement(universal.integer, encodeSmallInteger(operation));
  return parameter === undefined ? [code] : [code, parameter];
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
  const invokeId = inside.smallInteger("the invoke id");
  switch (element.tag) {
    case tags.invoke:
      return { type: "invoke", invokeId, ...decodeOperation(inside) };
    case tags.returnResultLast: {
      const result = inside.expect(universal.sequence, "the result's sequence");
      inside.end("the result's sequence");
      return { type: "returnResultLast", invokeId, ...decodeOperation(inside.inside(result)) };
    }
    case tags.returnError: {
      const error = inside.smallInteger("the error code");
      return { type: "returnError", invokeId, error };
    }
    default:
      throw reader.error(
        `a component has tag 0x${element.tag.toString(16)}; allowed are Invoke (0xa1), ReturnResultLast (0xa2) and ReturnError (0xa3).`,
        element.offset,
      );
  }
}

function decodeOperation(reader: BerReader): { operation: number; parameter?: Buffer } {
  const operation = reader.smallInteger("the operation code");
  if (reader.isAtEnd) return { operation };
  const parameter = reader.next("the parameter");
  reader.end("the parameter");
  return { operation, parameter: whole(parameter) };
}

/** The element with its header: contents are a view of the message, and the header lies right before it. */
function whole(element: Element): Buffer {
  const { contents, offset, contentsOffset } = element;
  const header = contentsOffset - offset;
  return Buffer.from(contents.buffer, contents.byteOffset - header, contents.length + header);
}
