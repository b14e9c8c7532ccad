/** Every domain, loaded: registers entities, managers, event types and reactions. */
import "./access/mod.ts";
import "./audit/mod.ts";
import "./notifications/mod.ts";
import "./operations/mod.ts";
import "./organizations/mod.ts";
import "./people/mod.ts";
import "./projects/mod.ts";
import "./resellers/mod.ts";
import "./saved_views/mod.ts";
import "./second_factor/mod.ts";
import "./sites/mod.ts";
import "./subscribers/mod.ts";
import "./technicians/mod.ts";
import "./tickets/mod.ts";
import "./vendors/mod.ts";
import "./webhooks/mod.ts";
import "./work_orders/mod.ts";
