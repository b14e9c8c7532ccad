import { Document } from "~/components/shell/document.tsx";
import { define } from "./(_web)/state.ts";

/** The document around every page. */
export default define.layout(function App({ Component, state, url }) {
  return (
    <Document
      title={state.title}
      theme={state.theme ?? "system"}
      portal={/^\/(portal|reseller|vendor)(\/|$)/.test(url.pathname)}
    >
      <Component />
    </Document>
  );
});
