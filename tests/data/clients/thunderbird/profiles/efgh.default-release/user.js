user_pref("mail.server.server1.check_time", 1);
user_pref("mail.server.server1.num_days_to_leave_on_server", 14);
