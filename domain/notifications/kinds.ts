/** Kinds of notices: declared in code with their variables and first words; operators rewrite the words, not the variables. */

export type Channel = "email" | "in_app";

export interface Words {
  subject: string;
  body: string;
}

export interface NoticeKind {
  code: string;
  name: string;
  /** What a template of this kind may name. `name` (of the recipient) and `link` are always there. */
  variables: readonly string[];
  /** The channels it goes out on, with the words it comes with. */
  words: Partial<Record<Channel, Words>>;
}

const kinds = new Map<string, NoticeKind>();

export function declare_notice(kind: NoticeKind): string {
  if (kinds.has(kind.code)) throw new Error(`Notice '${kind.code}' is declared twice`);
  kinds.set(kind.code, kind);
  return kind.code;
}

export const notice_kinds = (): NoticeKind[] => [...kinds.values()];
export const find_kind = (code: string): NoticeKind | undefined => kinds.get(code);

export const variables_of = (kind: NoticeKind): string[] => ["name", "link", ...kind.variables];
