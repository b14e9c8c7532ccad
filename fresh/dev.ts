/** Development and build: `import { Builder } from "fresh/dev"`. */
export { Builder, type BuildOptions } from "./src/build/builder.ts";
