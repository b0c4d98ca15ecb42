import type { HeldNotebook } from "@/lib/workspace/sharing/contract.ts";
import type { NotebookCard } from "@/lib/workspace/notebooks/notebook_view.ts";
import { NotebookCardView } from "./NotebookCardView.tsx";

interface HeldCardsProps {
  readonly cards: readonly NotebookCard[];
  readonly held: readonly HeldNotebook[];
  readonly mayMake: boolean;
}

/** The lists of an account, in their order, and what stands in one that is empty. */
const LISTS = [
  { by: "owning", title: "Mine", empty: "You have made no notebook yet." },
  { by: "sharing", title: "Shared with me", empty: "Nobody has shared a notebook with you yet." },
  { by: "administering", title: "Everybody’s", empty: null },
] as const;

/** The notebooks of an account by how it comes by them. */
export function HeldCards({ cards, held, mayMake }: HeldCardsProps) {
  const known = new Map(held.map((one) => [one.notebook, one]));
  return (
    <>
      {LISTS.map(({ by, title, empty }) => {
        const own = cards.filter(({ id }) => known.get(id)?.by === by);
        if (own.length === 0 && (empty === null || (by === "owning" && !mayMake))) return null;
        return (
          <section class="held" key={by} aria-labelledby={by}>
            <h2 id={by}>{title}</h2>
            {own.length === 0 ? <p class="empty">{empty}</p> : (
              <div class="cards">
                {own.map((card) => (
                  <NotebookCardView
                    key={card.id}
                    card={card}
                    held={known.get(card.id)}
                    mayMake={mayMake}
                  />
                ))}
              </div>
            )}
          </section>
        );
      })}
    </>
  );
}
