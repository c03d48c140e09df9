/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mail_login.h - how a login went, for IMAP and POP3.
 */
#ifndef WEBLIFE_MAIL_LOGIN_H
#define WEBLIFE_MAIL_LOGIN_H

enum mail_login_end {
	MAIL_LOGIN_NONE,	/* the dialogue ended before it was answered */
	MAIL_LOGIN_OK,
	MAIL_LOGIN_REFUSED,	/* NO, BAD, -ERR: code and text tell more */
	MAIL_LOGIN_DISABLED,	/* LOGINDISABLED, and no other mechanism */
	MAIL_LOGIN_NO_WAY,	/* no mechanism that both sides know */
	MAIL_LOGIN_CLEAR,	/* not tried: it would show the password */
};

struct mail_login {
	enum mail_login_end end;
	const char *mechanism;	/* "PLAIN", ...; NULL when not tried */
	char code[32];		/* "AUTHENTICATIONFAILED", "IN-USE", "";
				 * compared, never shown */
	char text[200];		/* the server's, cleaned */
};

#endif
