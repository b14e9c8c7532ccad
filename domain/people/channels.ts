/** The addresses of people: normalised when written, one primary a type, verification lost when the address changes. */
import type { Row } from "~/domain/kernel/entity.ts";
import { refusal } from "~/domain/kernel/db_errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import type { Values } from "~/domain/kernel/store.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { normalised_address } from "./address.ts";
import { person_channel } from "./person.ts";

export type PersonChannel = Row<typeof person_channel>;

refusal("person_channels_one_each", {
  field: "address",
  message: "is on this person already",
  remedy: "Change that entry instead of adding it again.",
});
refusal("person_channels_one_primary", {
  field: "is_primary",
  message: "was given to another address at the same moment",
  remedy: "Load the person again and choose.",
});
refusal("person_channels_verified", {
  field: "address",
  message: "belongs to another person, who has verified it",
  remedy: "Open that person, or use another address.",
});

export const person_channels = manager(person_channel, {
  prepare: async (tx, input, before) => {
    const channel_type = input.channel_type ?? before?.channel_type ?? "email";
    const values: Values<PersonChannel> = { ...input };
    if (input.address !== undefined || input.channel_type !== undefined) {
      values.address = normalised_address(
        channel_type,
        input.address ?? before?.address ?? "",
        tx.services.config.DEFAULT_COUNTRY,
      );
      const moved = before && (values.address !== before.address || channel_type !== before.channel_type);
      // Who proved to own the old address has proved nothing about the new one.
      if (moved && before.verified_at) values.verified_at = null;
    }
    const person_id = input.person_id ?? before?.person_id;
    if (!person_id) return values;
    const others = await siblings(tx, person_id, channel_type, before?.id ?? null);
    if (!before && others.length === 0) values.is_primary = true;
    if ((values.is_primary ?? before?.is_primary) && (values.is_active ?? before?.is_active ?? true)) {
      await clear_primary(tx, others);
    }
    return values;
  },
});

/** Locked, so that two people who choose a primary at once do it one after the other. */
async function siblings(
  tx: Tx,
  person_id: string,
  channel_type: string,
  except: string | null,
): Promise<{ id: string; is_primary: boolean }[]> {
  return await tx.sql<{ id: string; is_primary: boolean }[]>`
    select id, is_primary
      from person_channels
     where person_id = ${person_id}::text::uuid
       and channel_type = ${channel_type}
       and is_active
       and id is distinct from ${except}::text::uuid
     order by id
       for update`;
}

async function clear_primary(tx: Tx, others: readonly { id: string; is_primary: boolean }[]): Promise<void> {
  for (const other of others) {
    if (other.is_primary) {
      await person_channels.patch(tx, await person_channels.lock(tx, other.id), { is_primary: false });
    }
  }
}

/** Marks an address as proven to be this person's: a link was followed, a code was entered. @throws DomainError 409 where another person proved it first */
export async function mark_channel_verified(tx: Tx, channel_id: string): Promise<PersonChannel> {
  const channel = await person_channels.lock(tx, channel_id);
  return channel.verified_at ? channel : await person_channels.patch(tx, channel, { verified_at: tx.now().toString() });
}
