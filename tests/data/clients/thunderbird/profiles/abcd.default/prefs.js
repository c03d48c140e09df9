user_pref("mail.server.server1.type", "pop3");
