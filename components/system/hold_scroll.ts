/** A followed link scrolls to the top. One that nobody followed must not: undoes that jump, unless the reader scrolls first. */
export function hold_scroll(): void {
  const { scrollX, scrollY } = globalThis;
  const ending = new AbortController();
  const { signal } = ending;
  const end = () => ending.abort();
  const back = () => {
    if (globalThis.scrollY === 0 && scrollY > 0) scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
    end();
  };
  addEventListener("scroll", back, { signal });
  for (const by_reader of ["wheel", "touchmove", "keydown"]) {
    addEventListener(by_reader, end, { signal, passive: true });
  }
  setTimeout(end, 1_000);
}
