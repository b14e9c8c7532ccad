/** What is typed on a phone outlives a dead battery: it stays in the browser until the server has it. */
export interface Draft {
  notes: string;
  visible: boolean;
}

/** A browser may refuse to store (private window, full disk): then the page works as without a draft. */
export function read_draft(key: string): Draft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    if (typeof kept !== "object" || kept === null || !("notes" in kept) || typeof kept.notes !== "string") return null;
    return { notes: kept.notes, visible: "visible" in kept && kept.visible === true };
  } catch {
    return null;
  }
}

export function keep_draft(key: string, draft: Draft): void {
  try {
    if (draft.notes.trim() === "") localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // not kept: the words are still on the page
  }
}

export function drop_draft(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}
