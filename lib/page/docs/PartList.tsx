import { Coded } from "./Coded.tsx";
import type { Shape, ShapePart } from "./shape.ts";

/** The fields of an object, with those inside them. */
export function PartList({ parts }: { readonly parts: readonly ShapePart[] }) {
  return (
    <ul class="parts">
      {parts.map((part) => (
        <li key={part.field}>
          <code>{part.field}</code> <Words {...part} />
          {part.isOptional && !part.words.endsWith("left out") && <span>, may be left out</span>}
          {part.description !== null && (
            <p class="muted">
              <Coded text={part.description} />
            </p>
          )}
          {part.parts.length > 0 && <PartList parts={part.parts} />}
        </li>
      ))}
    </ul>
  );
}

/** What a value is, with a link to a shape that is described by itself. */
export function Words({ words, name }: Pick<Shape, "words" | "name">) {
  return (
    <span>
      {words}
      {words !== "" && name !== null && " "}
      {name !== null && <a href={`#shape-${name}`}>{name}</a>}
    </span>
  );
}
