/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * client.h - what the settings of a mail program say of an account: how often
 * it fetches, and whether it leaves the mail on the server.
 *
 * The readers run nothing that stands in such a file, and no error quotes
 * what is in it.
 */
#ifndef WEBLIFE_CLIENT_H
#define WEBLIFE_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "sandbox.h"

enum client_protocol {
	CLIENT_UNKNOWN,		/* the settings do not say */
	CLIENT_IMAP,
	CLIENT_POP3,
};

/* What makes the program fetch. */
enum client_trigger {
	CLIENT_MANUAL,		/* nothing that is in the settings */
	CLIENT_TIMER,		/* the program's own clock */
	CLIENT_SYSTEMD,		/* a timer unit that starts it */
	CLIENT_CRON,		/* a line of a crontab */
	CLIENT_IDLE,		/* the server tells it: no fetching at all */
};

enum client_leave {
	CLIENT_LEAVE_UNKNOWN,
	CLIENT_LEAVE_NOT,	/* fetched mail is deleted */
	CLIENT_LEAVE_DAYS,	/* is deleted after `days` */
	CLIENT_LEAVE_FOREVER,
};

struct client {
	const char *program;	/* "Thunderbird"; not freed */
	char *account;		/* "info@example.jp", "" if unknown */
	char *host;		/* "pop.example.jp", "" if unknown */
	enum client_protocol protocol;
	enum client_trigger trigger;
	double interval;	/* seconds; 0: never by itself */
	bool idle;		/* IMAP IDLE beside the interval */
	enum client_leave leave;
	double days;
	const char *where;	/* N_(): where to change the interval */
};

struct clients {
	struct client *list;
	size_t count;
	char **errors;		/* translated: a file that can't be read */
	size_t error_count;
	char **looked;		/* the places where it was looked */
	size_t looked_count;
};

void	clients_clear(struct clients *clients);

/* A new account, account and host copied (NULL: unknown). */
struct client *clients_add(struct clients *clients, const char *program,
	    const char *account, const char *host);

/* "PATH: REASON" */
void	clients_error(struct clients *clients, const char *path,
	    const char *reason);
/* The error that nothing in path is of this program. */
void	clients_foreign(struct clients *clients, const char *path,
	    const char *program);
void	clients_looked(struct clients *clients, const char *path);

/*
 * The whole of a regular file of at most 32 MiB, ended by NUL; NULL, and an
 * error noted, if it cannot be read.  A symbolic link is followed only if
 * root, this user, or the owner of the file it leads to made it.  missing: a
 * file that is not there is no error.
 */
char	*client_file(struct clients *clients, const char *path,
	    size_t *length, bool missing);
/* Whether there is nothing but blanks and comments: no account, and no error
 * either, while a file in which there is something, but nothing that its
 * reader understands, is clients_foreign(). */
bool	client_is_blank(const char *text, size_t length);
/* The same rule for a folder or file that others are opened in. */
bool	client_link_trusted(struct clients *clients, const char *path);
bool	client_is_folder(const char *path);
bool	client_exists(const char *path);
/* "FOLDER/NAME", to be freed. */
char	*client_path(const char *folder, const char *name);

/*
 * The programs.  path is a profile, a folder or a file, see each; what is
 * found is added.
 */
/* A profile, a folder with profiles.ini, a prefs.js or a profiles.ini. */
void	client_thunderbird(struct clients *clients, const char *path);
/* .fetchmailrc */
void	client_fetchmail(struct clients *clients, const char *path);
/* .offlineimaprc */
void	client_offlineimap(struct clients *clients, const char *path);
/* getmailrc */
void	client_getmail(struct clients *clients, const char *path);
/* .mbsyncrc */
void	client_mbsync(struct clients *clients, const char *path);
/* A folder of *.source files, or one */
void	client_evolution(struct clients *clients, const char *path);
/* A folder with akonadi_*_resource_*rc files, or one */
void	client_kmail(struct clients *clients, const char *path);
/* The folders ~/.claws-mail and ~/.sylpheed-2.0 */
void	client_claws(struct clients *clients, const char *path);
void	client_sylpheed(struct clients *clients, const char *path);
/* A systemd timer unit, a crontab, or a folder of them: sets the interval of
 * the accounts above whose programs they start, or adds one without name. */
void	client_timer(struct clients *clients, const char *path);

/* Lets the sandbox read what one of these opens for path, also where
 * symbolic links and profiles.ini lead. */
void	client_allow(struct sandbox *sandbox, const char *path);
/* The profile's folder that path leads to by a profiles.ini, to be freed;
 * NULL: none. */
char	*client_thunderbird_profile(const char *path);
/* The same for the usual places. */
void	client_allow_usual(struct sandbox *sandbox, const char *home);

/* All of them where they usually are below home. */
void	client_usual_places(struct clients *clients, const char *home);

/* Seconds between two runs; 0 if it is none.  systemd.time(7): "0.5m",
 * "1h 30min", and calendar expressions such as "*:0/5". */
double	client_timespan(const char *text);
double	client_calendar(const char *text);
/* The five fields of crontab(5), or "@hourly"; rest is behind them. */
double	client_cron(const char *line, const char **rest);

const char *client_protocol_name(enum client_protocol protocol);

#endif
