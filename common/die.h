/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * die.h - how a plugin begins, and how it ends when it cannot go on.
 */
#ifndef WEBLIFE_DIE_H
#define WEBLIFE_DIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The states of Nagios and Icinga, in the order of their exit codes.
 * Worst first they are CRITICAL, WARNING, UNKNOWN, OK. */
enum state {
	STATE_OK,
	STATE_WARNING,
	STATE_CRITICAL,
	STATE_UNKNOWN,
};

/*
 * The first call of main(): opens /dev/null where stdin, stdout or stderr is
 * closed (writing to that stdout fails), ignores SIGPIPE, makes SIGTERM,
 * SIGINT and SIGHUP (unless it is ignored) end the plugin with one UNKNOWN
 * line, and sets the locale
 * (LC_MESSAGES and LC_CTYPE only, so that numbers are those of C) and the
 * message catalogue; where the character set is not UTF-8, all is English.
 * service stands at the start of line 1 ("MX"); it is not copied.
 */
void	die_start(const char *service);

/* What die_start() was given; "" before. */
const char *die_service(void);

/* Prints "SERVICE UNKNOWN - TEXT", TEXT through text_filter(), and exits 3. */
_Noreturn void	die(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/*
 * Writes text on stdout, the whole of it, below stdio; false if stdout does
 * not take it (a closed pipe, a full disk).
 */
bool	die_print(const char *text, size_t length);

/*
 * Says what the plugin is doing now ("waiting for the greeting of
 * imap.example.jp", for a place behind "while"): the watchdog and the signal
 * handlers name it.
 */
void	die_stage(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/* Ends the plugin ms milliseconds from now with one UNKNOWN line that names
 * the stage; 0 calls it off.  The last resort behind every deadline. */
void	die_watchdog(int64_t ms);

/*
 * From here on the first of these signals no longer ends the plugin:
 * die_asked() becomes true, and the caller ends by itself with what it
 * knows.  A second signal ends it as before.
 */
void	die_defer(void);
int	die_asked(void);

/* Memory or the end: these never return NULL.  Free with free(). */
void	*xcalloc(size_t n, size_t size);
void	*xrealloc(void *p, size_t size);
void	*xreallocarray(void *p, size_t n, size_t size);
char	*xstrdup(const char *s);
char	*xstrndup(const char *s, size_t n);
char	*xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
