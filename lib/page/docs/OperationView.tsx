import type { OperationShown } from "./operations.ts";
import { Coded } from "./Coded.tsx";
import { PartList, Words } from "./PartList.tsx";

/** One operation: what it takes, and what it answers. */
export function OperationView(
  { id, method, path, summary, description, access, parameters, bodies, answers, refusals }:
    OperationShown,
) {
  return (
    <article id={id}>
      <h3>
        <span class="method">{method}</span> <code>{path}</code>
      </h3>
      <p>{summary}</p>
      {description !== null && (
        <p>
          <Coded text={description} />
        </p>
      )}
      <p class="muted">
        {access === "everyone" ? "Everyone may ask." : (
          <>
            Takes the scope <code>{access}</code>.
          </>
        )}
      </p>
      {parameters.length > 0 && (
        <>
          <h4>Parameters</h4>
          <PartList parts={parameters} />
        </>
      )}
      {bodies.map(({ type, shape }) => (
        <div key={type}>
          <h4>
            Body, <code>{type}</code>
          </h4>
          {shape.parts.length > 0 ? <PartList parts={shape.parts} /> : (
            <p>
              <Words {...shape} />
            </p>
          )}
        </div>
      ))}
      <h4>Answers</h4>
      <ul class="parts">
        {answers.map(({ status, description, type, shape }) => (
          <li key={status}>
            <code>{status}</code> <Coded text={description} />
            {type !== null && (
              <p class="muted">
                <code>{type}</code> {shape?.name != null && <Words {...shape} />}
              </p>
            )}
            {shape !== null && shape.parts.length > 0 && <PartList parts={shape.parts} />}
          </li>
        ))}
        <li>
          {refusals.map((status) => <code key={status}>{status}</code>)} a{" "}
          <a href="#shape-Problem">Problem</a>
        </li>
      </ul>
    </article>
  );
}
