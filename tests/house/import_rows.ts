/**
 * The lint plugin of the house style: imports lead down, are written one way, packages have one
 * home, only `lib/config.ts` reads the environment, and no file hands on what another declares.
 *
 * @module
 */
import { isFree, refuse, resolve, specifierFor } from "./rows.ts";

const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname);
const READS_ENVIRONMENT = "lib/config.ts";

/** A node that names another module, or may. */
interface Importing {
  readonly source: Deno.lint.Expression | Deno.lint.StringLiteral | null;
}

/** Calls back with each module that a file names, and where. */
export function onImports(
  visit: (specifier: string, node: Deno.lint.Node) => void,
): Deno.lint.LintVisitor {
  const look = ({ source }: Importing) => {
    if (source?.type === "Literal" && typeof source.value === "string") visit(source.value, source);
  };
  return {
    ImportDeclaration: look,
    ImportExpression: look,
    ExportAllDeclaration: look,
    ExportNamedDeclaration: look,
  };
}

/** Returns a file's path from the root, with slashes. */
function pathOf(filename: string): string {
  const path = filename.replaceAll("\\", "/").replace(/^(?=[A-Za-z]:\/)/, "/");
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
}

const importRows: Deno.lint.Rule = {
  create(context) {
    const file = pathOf(context.filename);
    return onImports((specifier, node) => {
      const reason = refuse(file, resolve(file, specifier));
      if (reason !== null) context.report({ node, message: reason });
    });
  },
};

const importPath: Deno.lint.Rule = {
  create(context) {
    const file = pathOf(context.filename);
    if (isFree(file)) return {};
    return onImports((specifier, node) => {
      const target = resolve(file, specifier);
      if (target.type !== "file") return;
      const right = specifierFor(file, target.path);
      if (specifier === right) return;
      context.report({
        node,
        message: `Write "${right}": "./" in the folder, "@/" outside it`,
        fix: (fixer) => fixer.replaceText(node, JSON.stringify(right)),
      });
    });
  },
};

const environment: Deno.lint.Rule = {
  create(context) {
    const file = pathOf(context.filename);
    if (file === READS_ENVIRONMENT || isFree(file)) return {};
    return {
      MemberExpression(node) {
        const { object, property } = node;
        if (object.type !== "Identifier" || property.type !== "Identifier") return;
        if (property.name !== "env" || !["Deno", "process"].includes(object.name)) return;
        context.report({ node, message: `Only ${READS_ENVIRONMENT} reads the environment` });
      },
    };
  },
};

const noBarrels: Deno.lint.Rule = {
  create(context) {
    const report = (node: Deno.lint.Node) =>
      context.report({ node, message: "Import a name from the file that declares it" });
    return {
      ExportAllDeclaration: report,
      ExportNamedDeclaration(node) {
        if (node.source !== null) report(node);
      },
    };
  },
};

const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    "import-rows": importRows,
    "import-path": importPath,
    "environment": environment,
    "no-barrels": noBarrels,
  },
};

/** Deno loads a plugin by its default export. */
export default plugin;
