/** The portals as people call them. */
export const audience_words: Record<string, string> = {
  admin: "Staff",
  portal: "Customer portal",
  reseller: "Reseller portal",
  vendor: "Vendor portal",
};
