import { Fragment } from "preact";
import type { OpenApiDocument } from "@/lib/api/document.ts";
import { Coded } from "./Coded.tsx";
import { OperationView } from "./OperationView.tsx";
import { operationsOf, shapesOf } from "./operations.ts";
import { PartList } from "./PartList.tsx";

/** Everything that programs can ask, drawn from the description that programs read. */
export function DocsPage({ document }: { readonly document: OpenApiDocument }) {
  const groups = operationsOf(document);
  return (
    <main class="page docs" id="content">
      <h1>Interface for programs</h1>
      {(document.info.description ?? "").split("\n\n").map((text) => (
        <p key={text} class="lead">
          <Coded text={text} />
        </p>
      ))}
      <p class="lead">
        Programs read this as{" "}
        <a href="/openapi.json">/openapi.json</a>. They show who they are by a key in the header
        {" "}
        <code>X-API-Key</code>, or by a token in <code>Authorization: Bearer</code>.
      </p>
      <nav aria-label="Operations">
        {groups.map(({ tag, operations }) => (
          <div key={tag}>
            <h2>{tag}</h2>
            <ul>
              {operations.map(({ id, method, path }) => (
                <li key={id}>
                  <a href={`#${id}`}>
                    <span class="method">{method}</span> <Path path={path} />
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      {groups.map(({ tag, operations }) => (
        <section key={tag} aria-label={tag}>
          {operations.map((operation) => <OperationView key={operation.id} {...operation} />)}
        </section>
      ))}
      <section aria-label="Shapes">
        <h2>Shapes</h2>
        {shapesOf(document).map(({ name, shape }) => (
          <article key={name} id={`shape-${name}`}>
            <h3>{name}</h3>
            {shape.description !== null && (
              <p>
                <Coded text={shape.description} />
              </p>
            )}
            {shape.parts.length === 0 ? <p>{shape.words}</p> : <PartList parts={shape.parts} />}
          </article>
        ))}
      </section>
    </main>
  );
}

/** A path, which goes on in another line between its parts alone. */
function Path({ path }: { readonly path: string }) {
  return (
    <span>
      {path.split(/(?=\/)/).map((part, index) => (
        <Fragment key={index}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </span>
  );
}
