/** Who can sign in to the demo. One password for all of them; the demo listens on this machine only. */
export const demo_password = "light in the fiber";

export interface DemoAccount {
  username: string;
  name: string;
  role: "administrator" | "agent" | "dispatcher" | "technician" | "customer" | "reseller" | "vendor";
  /** What one sees of the product with it. */
  sees: string;
}

export const demo_accounts: readonly DemoAccount[] = [
  { username: "nneka@omni.example", name: "Nneka Adeyemi", role: "administrator", sees: "everything" },
  { username: "ada@omni.example", name: "Ada Ojo", role: "agent", sees: "tickets and customers" },
  { username: "kemi@omni.example", name: "Kemi Ekpo", role: "agent", sees: "tickets and customers" },
  { username: "tunde@omni.example", name: "Tunde Bello", role: "dispatcher", sees: "work orders and technicians" },
  { username: "musa@omni.example", name: "Musa Sani", role: "technician", sees: "the jobs of the day, on a phone" },
  { username: "ife@omni.example", name: "Ife Danladi", role: "technician", sees: "the jobs of the day, on a phone" },
  { username: "sade@omni.example", name: "Sade Okoro", role: "technician", sees: "the jobs of the day, on a phone" },
  { username: "hassan@example.net", name: "Hassan Eze", role: "customer", sees: "the customer portal" },
  { username: "rita@north.example", name: "Rita Danjuma", role: "reseller", sees: "the reseller portal" },
  { username: "vera@splice.example", name: "Vera Obi", role: "vendor", sees: "the vendor portal" },
];
