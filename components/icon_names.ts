/** The lucide icons that ship. Add a name here, then run `deno run -RW components/icon_build.ts`. */
export const icon_names = [
  // shell and navigation
  "layout-dashboard", "inbox", "ticket", "wrench", "calendar-clock", "calendar-days", "calendar", "folder-kanban", "users", "user",
  "contact", "building-2", "handshake", "target", "file-text", "shopping-cart", "map", "map-pin", "cable", "router", "zap-off", "zap",
  "map-pin-check", "radio-tower", "package", "hard-hat", "chart-column", "chart-line", "shield-check", "settings", "plug", "webhook",
  "list-checks", "history", "house", "menu", "panel-left-close", "panel-left-open", "panel-right", "search", "bell", "plus", "moon", "sun", "monitor",
  "log-out", "log-in", "circle-user", "keyboard", "life-buoy", "circle-question-mark", "book-open", "key", "server", "database", "activity", "globe",
  // actions
  "check", "x", "chevron-right", "chevron-left", "chevron-down", "chevron-up", "chevrons-up", "chevrons-up-down", "equal", "arrow-up", "arrow-down", "arrow-right", "arrow-left",
  "arrow-up-right", "arrow-up-down", "ellipsis", "ellipsis-vertical", "pencil", "trash-2", "copy", "download", "upload", "list-filter", "arrow-down-wide-narrow", "columns-3",
  "link", "external-link", "git-merge", "split", "undo-2", "redo-2", "refresh-cw", "rotate-ccw", "save", "send", "paperclip", "sparkles", "user-plus", "user-check", "user-x", "eye", "eye-off",
  "lock", "lock-open", "pin", "star", "tag", "flag", "archive", "move", "grip-vertical", "play", "pause", "circle-stop", "share-2", "printer", "scan-line", "qr-code", "bookmark", "merge",
  // things and states
  "clock", "timer", "hourglass", "circle", "circle-dot", "circle-dashed", "circle-check", "circle-x", "circle-alert", "triangle-alert", "info", "ban", "circle-minus", "circle-pause", "loader-circle",
  "bot", "message-square", "messages-square", "mail", "phone", "smartphone", "message-circle", "truck", "camera", "image", "file", "file-spreadsheet", "folder", "signature", "clipboard-list", "clipboard-check",
  "wifi", "wifi-off", "signal", "antenna", "network", "git-branch", "waypoints", "route", "navigation", "crosshair", "layers", "ruler", "box", "boxes", "warehouse", "barcode", "cpu", "hash", "text", "type",
  "credit-card", "receipt", "percent", "trending-up", "trending-down", "gauge", "thumbs-up", "smile", "megaphone", "users-round", "briefcase", "store", "badge-check", "at-sign", "headset", "workflow", "blocks", "bug", "sliders-horizontal", "table", "square-kanban", "cloud-off", "circle-arrow-up",
] as const;
export type IconName = typeof icon_names[number];
