import * as icons from "../icon_paths.ts";

/** The icons that a search result may carry: the few that things have, so that the palette does not bring all of them along. */
const known: Record<string, string> = {
  ticket: icons.icon_ticket,
  wrench: icons.icon_wrench,
  users: icons.icon_users,
  user: icons.icon_user,
  "building-2": icons.icon_building_2,
  handshake: icons.icon_handshake,
  "map-pin": icons.icon_map_pin,
  map: icons.icon_map,
  cable: icons.icon_cable,
  router: icons.icon_router,
  "zap-off": icons.icon_zap_off,
  package: icons.icon_package,
  "hard-hat": icons.icon_hard_hat,
  "folder-kanban": icons.icon_folder_kanban,
  "calendar-clock": icons.icon_calendar_clock,
  "file-text": icons.icon_file_text,
  inbox: icons.icon_inbox,
  settings: icons.icon_settings,
  plus: icons.icon_plus,
  target: icons.icon_target,
  "chart-column": icons.icon_chart_column,
  "layout-dashboard": icons.icon_layout_dashboard,
};

export function palette_icon(name: string | undefined): string {
  return (name && known[name]) || icons.icon_arrow_right;
}
