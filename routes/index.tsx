import { page } from "@daybook/web";
import { define } from "./(_shared)/define.ts";

/** The notebooks of the workspace. */
export const handler = define.handlers({
  async GET({ state }) {
    return page({ cards: await state.workspace.notebooks.list({}) });
  },
});

export default define.page<typeof handler>(({ data }) => (
  <main class="plain" id="content">
    <h1>Notebooks</h1>
    <ul>
      {data.cards.map((card) => (
        <li key={card.id}>
          <a href={`/notebooks/${card.id}`}>{card.title}</a>
        </li>
      ))}
    </ul>
  </main>
));
