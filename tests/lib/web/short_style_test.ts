import { deepStrictEqual as assertEquals, equal, ok } from "node:assert/strict";
import { shortStyle } from "@/lib/web/short_style.ts";

Deno.test("shortStyle() leaves out comments and spaces, and nothing that means something", async (t) => {
  const cases = [
    ["a {\n  color: red;\n}\n", "a{color:red}"],
    ["/* why */ a :hover , b { margin : 0 4px ; }", "a :hover,b{margin :0 4px}"],
    [`a::before { content: "a ; /* b */  c\\"  " }`, `a::before{content:"a ; /* b */  c\\"  "}`],
    ["a { width: calc(1px + 2px) }", "a{width:calc(1px + 2px)}"],
    ["@media (max-width: 640px) {\n  a { b: c }\n}", "@media (max-width:640px){a{b:c}}"],
    ["a { b: 'x' ; }", "a{b:'x'}"],
    ["", ""],
  ];
  for (const [style, expected] of cases) {
    await t.step(style, () => equal(shortStyle(style), expected));
  }
});

Deno.test("shortStyle() keeps every name and value of our own styles", async () => {
  for await (const { name } of Deno.readDir(new URL("../../../static/", import.meta.url))) {
    if (!name.endsWith(".css")) continue;
    const style = await Deno.readTextFile(new URL(`../../../static/${name}`, import.meta.url));
    const words = (text: string) => text.replaceAll(/\/\*[^]*?\*\//g, "").match(/[^\s{};:,]+/g);
    const short = shortStyle(style);
    assertEquals(words(short), words(style), name);
    ok(short.length < style.length, name);
  }
});
