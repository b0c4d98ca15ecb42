/**
 * Rectangles of a chart, and what lies in them.
 *
 * @module
 */

/** A rectangle of a chart, in pixels. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A point of a chart, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Between words. */
const APART = 6;

/** Returns the rectangle of a size around its middle. */
export function around({ x, y }: Point, width: number, height: number): Area {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

/** Whether a rectangle lies in another, but for rounding. */
export function isWithin(area: Area, frame: Area): boolean {
  return area.left >= frame.left - 0.01 && area.right <= frame.right + 0.01 &&
    area.top >= frame.top && area.bottom <= frame.bottom;
}

/** Returns whether two rectangles come closer to each other than words may. */
export function overlaps(one: Area, other: Area): boolean {
  return one.left < other.right + APART && other.left < one.right + APART &&
    one.top < other.bottom && other.top < one.bottom;
}

/** Whether two rectangles have a part in common. */
export function meets(one: Area, other: Area): boolean {
  return one.left < other.right && other.left < one.right &&
    one.top < other.bottom && other.top < one.bottom;
}

/** Whether a straight line between two points, the first on the left, meets a rectangle. */
export function crosses(start: Point, end: Point, area: Area): boolean {
  if (end.x < area.left || start.x > area.right) return false;
  const at = (x: number) =>
    end.x === start.x ? start.y : start.y + (end.y - start.y) * (x - start.x) / (end.x - start.x);
  const [one, other] = start.x === end.x
    ? [start.y, end.y]
    : [at(Math.max(start.x, area.left)), at(Math.min(end.x, area.right))];
  return Math.max(one, other) >= area.top && Math.min(one, other) <= area.bottom;
}
