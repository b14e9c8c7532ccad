/** Mails of the door. Those with a link are confidential: sealed until they are sent, and wiped after. */
import { declare_notice } from "~/domain/notifications/mod.ts";

declare_notice({
  code: "user_invitation",
  name: "Invitation to sign in",
  variables: ["username"],
  words: {
    email: {
      subject: "Your access to Omni",
      body:
        "Hello {{name}},\n\nyou have been given access. Your user name is {{username}}.\n\nChoose your password here within 7 days; the link works once:\n{{link}}",
    },
  },
});
declare_notice({
  code: "password_reset",
  name: "Link to choose a new password",
  variables: ["username"],
  words: {
    email: {
      subject: "Choose a new password",
      body:
        "Hello {{name}},\n\nsomebody, hopefully you, asked for a new password for {{username}}.\n\nChoose it here within an hour; the link works once:\n{{link}}\n\nIf it was not you, do nothing: your password stays as it is.",
    },
  },
});
declare_notice({
  code: "email_verification",
  name: "Link to confirm a mail address",
  variables: ["username"],
  words: {
    email: {
      subject: "Confirm your mail address",
      body: "Hello {{name}},\n\nplease confirm that {{username}} is your address, within a day:\n{{link}}",
    },
  },
});
declare_notice({
  code: "password_changed",
  name: "Password was changed",
  variables: ["changed_at"],
  words: {
    email: {
      subject: "Your password was changed",
      body:
        "Hello {{name}},\n\nyour password was changed on {{changed_at}}, and all other devices were signed out.\n\nIf it was not you, choose a new password at once and tell us:\n{{link}}",
    },
  },
});
