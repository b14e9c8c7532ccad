/** What islands and server components share: `import { Head, Partial } from "fresh/runtime"`. */
export { HttpError } from "./src/error.ts";
export { asset, IS_BROWSER } from "./src/runtime/env.ts";
export { Head, Partial, type PartialProps } from "./src/runtime/components.ts";
