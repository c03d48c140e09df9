/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * logscan.h - one pass over a block of log for the few letters that every
 * line of interest holds, so that the other lines cost nothing.
 */
#ifndef WEBLIFE_LOGSCAN_H
#define WEBLIFE_LOGSCAN_H

/*
 * The first place in [p, end) with "log" in any case ("-login: ", "Login",
 * "LOGIN", "Logged", "LOGOUT"), "Aut" ("Auth: ", "Authenticated") or "APO"
 * ("APOP user="); end if there is none.  Every line that maillog_parse() knows has one.
 */
const char *logscan_next(const char *p, const char *end);

#endif
