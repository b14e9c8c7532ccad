/** The server side: `import { App, staticFiles } from "fresh"`. */
export { App } from "./src/app.ts";
export type { Context, Context as FreshContext } from "./src/context.ts";
export { createDefine, type Define, page } from "./src/define.ts";
export { HttpError } from "./src/error.ts";
export { cors, type CORSOptions } from "./src/middlewares/cors.ts";
export { csp, type CSPOptions } from "./src/middlewares/csp.ts";
export { csrf, type CsrfOptions } from "./src/middlewares/csrf.ts";
export { trailingSlashes } from "./src/middlewares/trailing_slashes.ts";
export { staticFiles } from "./src/static_files.ts";
export type * from "./src/types.ts";
