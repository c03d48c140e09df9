user_pref("mail.server.server1.type", "imap");
user_pref("mail.server.server1.hostname", "imap.example.jp");
user_pref("mail.server.server1.userName", "a@example.jp");
