// Mozilla User Preferences
/* a comment
   user_pref("mail.server.server1.check_time", 99); */
# another one
user_pref(
  "mail.accountmanager.accounts", // the list
  'account1,account2,account3,account4,account6'
);
user_pref("mail.account.account1.server", "server1"); // tail
user_pref("mail.account.account2.server","server2");user_pref("mail.account.account3.server" , "server3" ) ;
user_pref("mail.account.account4.server", "server4");
user_pref("mail.account.account6.server", "server6");
user_pref("mail.server.server1.type", "pop3");
user_pref("mail.server.server1.hostname", "pop.example.jp");
user_pref("mail.server.server1.userName", "info\x40example.jp");
user_pref("mail.server.server1.check_time", 5);
user_pref("mail.server.server1.check_time", 1);
user_pref("mail.server.server1.leave_on_server", true);
user_pref("broken" 1);
user_pref("broken, 1);
user_pref("mail.server.server2.type", "imap");
user_pref("mail.server.server2.hostname", "imap.example.jp");
user_pref("mail.server.server2.userName", "sales@example.jp"); # tail
user_pref("mail.server.server2.check_time", "1");
user_pref("mail.server.server3.type", "rss");
user_pref("mail.server.server3.check_new_mail", true);
user_pref("mail.server.server3.check_time", 1);
user_pref("mail.server.server4.type", "none");
user_pref("mail.server.server5.type", "pop3");
user_pref("mail.server.server5.check_time", 1);
user_pref("mail.server.server5.hostname", "deleted.example.jp");
user_pref("mail.server.server6.type", "imap");
user_pref("mail.server.server6.hostname", "imap2.example.jp");
user_pref("mail.server.server6.name", "Say \"hello\" \u0041");
user_pref("mail.server.server6.use_idle", false);
user_pref("mail.server.server6.check_time", 0.5);
"user_pref(
user_pref("mail.server.server6.check_new_mail", true);
user_pref("x", "unclosed
