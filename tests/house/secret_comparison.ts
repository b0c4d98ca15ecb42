/**
 * The lint plugin of secrets: keys, tokens, signatures, passwords and hashes of them are compared by functions of
 * `lib/crypto` alone, in a time that does not tell how far two are the same.
 *
 * What a secret is, its name says: the last word of what is compared.
 *
 * @module
 */

const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname);
const OURS = /^(?:(?:lib|routes|islands)\/|main\.ts$)/;
const HOME = "lib/crypto/";

/** Tokens of files that are read are words, and hashes of their rows no secrets. */
const OTHER_WORDS = "lib/read/";

const SECRET = /(?:secret|token|signature|password|hash|hmac|apikey|credential|verifier|nonce)$/i;
const EQUALS: readonly string[] = ["===", "!==", "==", "!="];

/** Returns the word that an expression ends with; `null` where it ends with none. */
function lastWord(node: Deno.lint.Node): string | null {
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "MemberExpression":
      return lastWord(node.property);
    case "CallExpression":
      return lastWord(node.callee);
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "AwaitExpression":
      return lastWord("argument" in node ? node.argument : node.expression);
    default:
      return null;
  }
}

/** What is written in the source is no secret, and that there is none is no comparison of two. */
function isFixed(node: Deno.lint.Node): boolean {
  const word = lastWord(node);
  return node.type === "Literal" || word === "undefined" ||
    (word !== null && word === word.toUpperCase());
}

const sameTime: Deno.lint.Rule = {
  create(context) {
    const path = context.filename.replaceAll("\\", "/").replace(/^(?=[A-Za-z]:\/)/, "/");
    const file = path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
    if (!OURS.test(file) || [HOME, OTHER_WORDS].some((folder) => file.startsWith(folder))) {
      return {};
    }
    return {
      BinaryExpression(node) {
        const { left, right, operator } = node;
        if (!EQUALS.includes(operator) || isFixed(left) || isFixed(right)) return;
        const name = [left, right].map(lastWord).find((word) => word !== null && SECRET.test(word));
        if (name === undefined) return;
        context.report({
          node,
          message: `Cannot compare "${name}" by ${operator} as how long it takes tells of it: ` +
            "isSameText of lib/crypto/secret.ts does not",
        });
      },
      Identifier(node) {
        if (node.name !== "timingSafeEqual") return;
        context.report({
          node,
          message:
            "Cannot compare by timingSafeEqual here as secrets are compared in lib/crypto alone",
        });
      },
    };
  },
};

export default { name: "secrets", rules: { "same-time": sameTime } } satisfies Deno.lint.Plugin;
