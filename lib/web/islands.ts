/**
 * Finds the islands of a page while it is drawn, by Preact's hook on each new element.
 *
 * An island stands in the page as `<daybook-island>`, and elements that it is given as props stand
 * inside it as `<daybook-slot>`. An island inside another is an ordinary component of it.
 *
 * @module
 */
import {
  Component,
  type ComponentChildren,
  type ComponentType,
  createContext,
  h,
  isValidElement,
  options,
  type VNode,
} from "preact";
import { useContext } from "preact/hooks";
import { Signal } from "@preact/signals";
import { currentPage, islandId } from "./page_state.ts";
import { Slot } from "./serialize.ts";

type Props = Readonly<Record<string, unknown>>;

/** Whether an element is drawn by an island. */
export const InsideIsland = createContext(false);

/** The marker of each island. */
const markers = new Map<unknown, ComponentType<Props>>();

let asItself = false;

/** Makes the default export of each file of `islands/` an island. */
export function registerIslands(
  modules: Readonly<Record<string, { readonly default?: unknown }>>,
): void {
  for (const [file, { default: island }] of Object.entries(modules)) {
    // A file without a component holds what islands share.
    if (typeof island !== "function") continue;
    markers.set(island, markerOf(file, island as ComponentType<Props>)); // as JSX takes it
  }
}

const before = options.vnode;

options.vnode = (element: VNode) => {
  const marker = asItself ? undefined : markers.get(element.type);
  // The type that JSX gave it says what its props are; the marker takes any.
  if (marker !== undefined) element.type = marker as VNode["type"];
  before?.(element);
};

function markerOf(file: string, island: ComponentType<Props>): ComponentType<Props> {
  return function Island(props) {
    const inside = useContext(InsideIsland);
    const page = currentPage();
    if (inside || page === null) return plainly(island, props);
    const id = islandId(page.islands.length);
    const drawn: Record<string, unknown> = {};
    const sent: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(props)) {
      const slotted = holdsElements(value);
      drawn[name] = slotted ? slotOf(name, value) : value;
      sent[name] = slotted ? new Slot(id, name) : value;
    }
    page.islands.push({ file, props: sent });
    const content = h(Boundary, { file }, plainly(island, drawn));
    return h("daybook-island", { id }, h(InsideIsland.Provider, { value: true }, content));
  };
}

/** Makes an element of the island, which the hook leaves alone. */
function plainly(island: ComponentType<Props>, props: Props): VNode {
  asItself = true;
  try {
    return h(island, props);
  } finally {
    asItself = false;
  }
}

function slotOf(name: string, children: unknown): ComponentChildren {
  const inside = { value: false, children: children as ComponentChildren }; // as `holdsElements` found
  return h("daybook-slot", { name }, h(InsideIsland.Provider, inside));
}

function holdsElements(value: unknown): boolean {
  // A signal can stand among elements, and so looks like one.
  if (value instanceof Signal) return false;
  return Array.isArray(value) ? value.some(holdsElements) : isValidElement(value);
}

interface BoundaryProps {
  readonly file: string;
  readonly children?: ComponentChildren;
}

/** Keeps what an island throws from taking the page with it. */
class Boundary extends Component<BoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    currentPage()?.failures.push({ file: this.props.file, error });
  }

  override render(): ComponentChildren {
    if (!this.state.failed) return this.props.children;
    return h("p", { role: "alert" }, "This part of the page cannot be shown");
  }
}
