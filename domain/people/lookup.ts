/** From a person to an address and back. */
import type { Row } from "~/domain/kernel/entity.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { normalise_address, same_space } from "./address.ts";
import type { person, person_channel } from "./person.ts";
import { people } from "./people.ts";

export type ChannelType = Row<typeof person_channel>["channel_type"];

/** The address that messages of this type go to: the primary, else the verified or oldest one; null where there is none. */
export async function primary_address(tx: Tx, person_id: string, channel_type: ChannelType): Promise<string | null> {
  const [row] = await tx.sql<{ address: string }[]>`
    select address
      from person_channels
     where person_id = ${person_id}::text::uuid
       and channel_type = ${channel_type}
       and is_active
     order by is_primary desc, (verified_at is not null) desc, created_at, id
     limit 1`;
  return row?.address ?? null;
}

/**
 * The person behind an address in any usual spelling: whoever has verified it, else the only one who has it. Null where nobody has it
 * and where several have it unverified: choosing among them is for a person, not for us.
 */
export async function find_person_by_address(
  tx: Tx,
  channel_type: ChannelType,
  raw: string,
): Promise<Row<typeof person> | null> {
  const normalised = normalise_address(channel_type, raw, tx.services.config.DEFAULT_COUNTRY);
  if (!normalised.ok) return null;
  const found = await tx.sql<{ person_id: string; verified: boolean }[]>`
    select c.person_id, bool_or(c.verified_at is not null) as verified
      from person_channels c
      join people p on p.id = c.person_id and p.is_active
     where c.address = ${normalised.address}
       and c.channel_type in ${tx.sql(same_space(channel_type))}
       and c.is_active
     group by c.person_id`;
  const verified = found.filter((each) => each.verified);
  const [only] = verified.length === 1 ? verified : found.length === 1 ? found : [];
  return only ? await people.fetch(tx, only.person_id) : null;
}
