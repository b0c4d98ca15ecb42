/**
 * Reads the numbers of structures in Thrift's compact protocol, enough to check
 * what a page of Parquet says of itself.
 *
 * Source: Apache Thrift, thrift-compact-protocol.md.
 *
 * @module
 */

/** The numbers of a structure by field id; its structures too; what is neither is stepped over. */
export interface ThriftStruct {
  readonly numbers: ReadonlyMap<number, number>;
  readonly structs: ReadonlyMap<number, ThriftStruct>;
}

const MAX_DEPTH = 16;

/** Reads one structure after the other. Every method throws RangeError beyond the bytes. */
export class ThriftReader {
  offset: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  /** Reads the structure at the offset. */
  struct(depth = 0): ThriftStruct {
    if (depth > MAX_DEPTH) throw new RangeError("structures are too deep");
    const numbers = new Map<number, number>();
    const structs = new Map<number, ThriftStruct>();
    let id = 0;
    while (true) {
      const head = this.#byte();
      const type = head & 15;
      if (type === 0) return { numbers, structs };
      id = head >> 4 === 0 ? this.#number() : id + (head >> 4);
      if (type === 12) structs.set(id, this.struct(depth + 1));
      else if (type >= 4 && type <= 6) numbers.set(id, this.#number());
      else this.#skip(type, depth);
    }
  }

  #skip(type: number, depth: number): void {
    switch (type) {
      case 1:
      case 2:
        return;
      case 3:
        this.#move(1);
        return;
      case 4:
      case 5:
      case 6:
        this.#varint();
        return;
      case 7:
        this.#move(8);
        return;
      case 8:
        this.#move(this.#varint());
        return;
      case 9:
      case 10: {
        const head = this.#byte();
        const size = head >> 4 === 15 ? this.#varint() : head >> 4;
        if (size > this.#bytes.length) throw new RangeError("a list is too long");
        for (let i = 0; i < size; i++) this.#skipElement(head & 15, depth);
        return;
      }
      case 12:
        this.struct(depth + 1);
        return;
      default:
        throw new RangeError(`type ${type} is not known`);
    }
  }

  /** A truth value in a list takes a byte, in a field none. */
  #skipElement(type: number, depth: number): void {
    if (type === 1 || type === 2) this.#move(1);
    else if (depth > MAX_DEPTH) throw new RangeError("lists are too deep");
    else this.#skip(type, depth + 1);
  }

  #number(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Beyond 53 bits a value is not exact, and too large for anything that is checked. */
  #varint(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 63; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new RangeError("a number is too long");
  }

  #byte(): number {
    if (this.offset >= this.#bytes.length) throw new RangeError("it ends too early");
    return this.#bytes[this.offset++];
  }

  #move(count: number): void {
    this.offset += count;
    if (this.offset > this.#bytes.length) throw new RangeError("it ends too early");
  }
}
