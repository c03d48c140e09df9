/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "logins.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "loginset.h"
#include "text.h"

#define USER_MAX 256
#define FIRST 8		/* logins of a client, before it gets more room */
/* Logins of one line: all are of one moment, and whoever may write to the log
 * may write any number. */
#define REPEATS_MAX 1000

struct exclusion {
	char *user;		/* a glob in small letters, or NULL */
	struct network network;
};

/* A user as the table has it. */
struct user {
	char text[USER_MAX];
	size_t length;
	uint64_t hash;
};

/*
 * Logins on their way into the table.  Its places are all over the memory,
 * and waiting for each would take longer than reading the log: so they are
 * put in many at once, the slots fetched ahead, then the clients.
 */
#define PENDING 64
struct pending {
	struct user user;
	struct login_client key;
	struct login login;
	unsigned int repeated;
};

struct logins {
	struct pending pending[PENDING];
	size_t waiting;
	struct names names, room;	/* room: the first logins of all */
	struct slots clients_by_key, mailboxes_by_key;
	struct login_client *clients;
	size_t count, size;
	struct login_mailbox *mailboxes;
	size_t mailbox_count, mailbox_size;
	struct exclusion *exclusions;
	size_t exclusion_count;
	bool webmail_counts;
	uint64_t unstamped, unclear;
};

struct logins *
logins_new(void)
{
	return xcalloc(1, sizeof(struct logins));
}

void
logins_free(struct logins *logins)
{
	if (logins == NULL)
		return;
	for (size_t i = 0; i < logins->count; i++)
		if (logins->clients[i].size > FIRST)
			free(logins->clients[i].logins);
	for (size_t i = 0; i < logins->exclusion_count; i++)
		free(logins->exclusions[i].user);
	free(logins->clients);
	free(logins->mailboxes);
	free(logins->exclusions);
	names_free(&logins->names);
	names_free(&logins->room);
	slots_free(&logins->clients_by_key);
	slots_free(&logins->mailboxes_by_key);
	free(logins);
}

static void
lower(char *text)
{
	for (; *text != '\0'; text++)
		*text = (char)text_lower((unsigned char)*text);
}

void
logins_exclude(struct logins *logins, const char *pattern)
{
	struct exclusion *e;

	logins->exclusions = xreallocarray(logins->exclusions,
	    logins->exclusion_count + 1, sizeof(*e));
	e = &logins->exclusions[logins->exclusion_count++];
	*e = (struct exclusion){ 0 };
	if (network_parse(&e->network, pattern))
		return;
	e->user = xstrdup(pattern);
	lower(e->user);
}

void
logins_include_webmail(struct logins *logins)
{
	logins->webmail_counts = true;
}

/* Letters that mean themselves to every later reader. */
static bool
plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	    c == '@' || c == '.' || c == '-' || c == '_' || c == '+';
}

/* "user%domain" is how some clients must write "user@domain". */
static void
old_separator(char *text)
{
	char *percent = strchr(text, '%');

	if (percent != NULL && strchr(text, '@') == NULL &&
	    strchr(percent + 1, '%') == NULL)
		*percent = '@';
}

static void
take_user(struct user *user, const char *text, size_t length)
{
	size_t n = 0;

	while (n < length && n < USER_MAX - 1) {
		unsigned char c = (unsigned char)text[n];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (!plain(c))
			break;
		user->text[n++] = (char)c;
	}
	user->text[n] = '\0';
	if (n < length) {
		text_clean(user->text, USER_MAX, text, length);
		lower(user->text);
		old_separator(user->text);
		n = strlen(user->text);
	}
	user->length = n;
	user->hash = hash_octets(user->text, n, 0);
}

static enum login_reason
reason_of(const struct logins *logins, const struct maillog *log,
    const char *user)
{
	for (size_t i = 0; i < logins->exclusion_count; i++) {
		const struct exclusion *e = &logins->exclusions[i];

		if (e->user != NULL ? fnmatch(e->user, user, 0) == 0 :
		    network_contains(&e->network, &log->ip))
			return LOGIN_EXCLUDED;
	}
	if (logins->webmail_counts)
		return LOGIN_JUDGED;
	if (ip_is_loopback(&log->ip) || (log->local.version != 0 &&
	    ip_equal(&log->ip, &log->local)))
		return LOGIN_WEBMAIL;
	return LOGIN_JUDGED;
}

static size_t
ip_octets(const struct ip *ip)
{
	return ip->version == 4 ? 4 : 16;
}

/* Sixty-four bits of hash stand for the user: comparing the names would go
 * to memory once more for each login. */
static bool
is_client(const struct login_client *c, const struct login_client *key)
{
	return c->hash == key->hash && c->protocol == key->protocol &&
	    c->reason == key->reason && ip_equal(&c->ip, &key->ip);
}

static struct login_client *
find_client(struct logins *logins, struct login_client *key, size_t length)
{
	struct slots *slots = &logins->clients_by_key;
	uint32_t hash = (uint32_t)key->hash;
	struct slot *slot;

	slots_reserve(slots);
	for (slot = slots_first(slots, hash); slot->value != 0;
	    slot = slots_next(slots, slot))
		if (slot->hash == hash &&
		    is_client(&logins->clients[slot->value - 1], key))
			return &logins->clients[slot->value - 1];
	if (logins->count == logins->size) {
		logins->size = logins->size == 0 ? 64 : logins->size * 2;
		logins->clients = xreallocarray(logins->clients, logins->size,
		    sizeof(*logins->clients));
	}
	key->user = names_add(&logins->names, key->user, length);
	logins->clients[logins->count] = *key;
	slots_fill(slots, slot, hash, (uint32_t)++logins->count);
	return &logins->clients[logins->count - 1];
}

/* Most clients need no memory of their own. */
static void
grow(struct logins *logins, struct login_client *client)
{
	struct login *old = client->logins;

	if (client->size > FIRST) {
		client->size *= 2;
		client->logins = xreallocarray(old, client->size,
		    sizeof(*client->logins));
		return;
	}
	client->size = client->size == 0 ? FIRST : 2 * FIRST;
	client->logins = client->size == FIRST ?
	    names_room(&logins->room, FIRST * sizeof(*client->logins)) :
	    xcalloc(client->size, sizeof(*client->logins));
	if (old != NULL)
		memcpy(client->logins, old, FIRST * sizeof(*old));
}

static void
add_one(struct logins *logins, struct login_client *client,
    struct login login)
{
	if (client->count == client->size)
		grow(logins, client);
	client->logins[client->count++] = login;
}

/* Whole session ids only: a site may write a constant. */
static uint32_t
print_of(const struct maillog *log)
{
	uint32_t print;

	if (log->session_length < 16)
		return 0;
	print = (uint32_t)(hash_octets(log->session, log->session_length, 1)
	    >> 16);
	return print == 0 ? 1 : print;
}

static void
put_login(struct logins *logins, struct pending *p)
{
	struct login_client *client = find_client(logins, &p->key,
	    p->user.length);

	for (unsigned int i = 0; i < p->repeated && i < REPEATS_MAX; i++)
		add_one(logins, client, p->login);
}

static void
fetch_slot(const struct logins *logins, const struct pending *p)
{
	const struct slots *slots = &logins->clients_by_key;

	if (slots->size > 0)
		__builtin_prefetch(slots_first(slots, (uint32_t)p->key.hash));
}

static void
fetch_client(const struct logins *logins, const struct pending *p)
{
	const struct slots *slots = &logins->clients_by_key;
	uint32_t hash = (uint32_t)p->key.hash;
	struct slot *slot;

	if (slots->size == 0)
		return;
	for (slot = slots_first(slots, hash); slot->value != 0;
	    slot = slots_next(slots, slot))
		if (slot->hash == hash) {
			__builtin_prefetch(&logins->clients[slot->value - 1]);
			return;
		}
}

static void
put_all(struct logins *logins)
{
	size_t n = logins->waiting;

	for (size_t i = 0; i < n; i++)
		fetch_slot(logins, &logins->pending[i]);
	for (size_t i = 0; i < n; i++)
		fetch_client(logins, &logins->pending[i]);
	for (size_t i = 0; i < n; i++)
		put_login(logins, &logins->pending[i]);
	logins->waiting = 0;
}

static void
add_login(struct logins *logins, const struct maillog *log, int64_t utc)
{
	struct pending *p = &logins->pending[logins->waiting];

	if (utc < 0 || utc > UINT32_MAX)
		return;
	if (log->kind == MAILLOG_UNCLEAR) {
		take_user(&p->user, "", 0);
		p->key = (struct login_client){ .user = p->user.text,
		    .reason = LOGIN_UNCLEAR };
		p->login = (struct login){ (uint32_t)utc, 0 };
	} else {
		take_user(&p->user, log->user, log->user_length);
		p->key = (struct login_client){ .ip = log->ip,
		    .user = p->user.text,
		    .protocol = (uint8_t)log->protocol,
		    .reason = (uint8_t)reason_of(logins, log, p->user.text) };
		p->login = (struct login){ (uint32_t)utc, print_of(log) };
	}
	p->key.hash = hash_octets(p->key.ip.bytes, ip_octets(&p->key.ip),
	    p->user.hash + p->key.protocol * 3 + p->key.reason);
	p->repeated = log->repeated;
	if (++logins->waiting == PENDING)
		put_all(logins);
}

static struct login_mailbox *
find_mailbox(struct logins *logins, const struct user *user)
{
	struct slots *slots = &logins->mailboxes_by_key;
	uint32_t hash = (uint32_t)user->hash;
	struct login_mailbox *box;
	struct slot *slot;

	slots_reserve(slots);
	for (slot = slots_first(slots, hash); slot->value != 0;
	    slot = slots_next(slots, slot)) {
		box = &logins->mailboxes[slot->value - 1];
		if (strcmp(box->user, user->text) == 0)
			return box;
	}
	if (logins->mailbox_count == logins->mailbox_size) {
		logins->mailbox_size = logins->mailbox_size == 0 ? 64 :
		    logins->mailbox_size * 2;
		logins->mailboxes = xreallocarray(logins->mailboxes,
		    logins->mailbox_size, sizeof(*box));
	}
	box = &logins->mailboxes[logins->mailbox_count++];
	*box = (struct login_mailbox){ 0 };
	box->user = names_add(&logins->names, user->text, user->length);
	slots_fill(slots, slot, hash, (uint32_t)logins->mailbox_count);
	return box;
}

static void
add_end(struct logins *logins, const struct maillog *log, const int64_t *utc)
{
	struct login_mailbox *box;
	struct user user;

	take_user(&user, log->user, log->user_length);
	box = find_mailbox(logins, &user);
	box->sessions++;
	box->empty += log->empty;
	if (!log->counted || utc == NULL || *utc < (int64_t)box->when)
		return;
	box->counted = true;
	box->when = (uint32_t)*utc;
	box->left = log->left;
	box->size = log->size;
}

void
logins_add(struct logins *logins, const struct maillog *log,
    const int64_t *utc)
{
	if (log->kind == MAILLOG_POP3_END)
		add_end(logins, log, utc);
	else if (utc != NULL)
		add_login(logins, log, *utc);
	else if (log->kind == MAILLOG_UNCLEAR)
		logins->unclear += log->repeated;
	else
		logins->unstamped += log->repeated;
}

struct login_client *
logins_clients(struct logins *logins, size_t *count)
{
	put_all(logins);
	*count = logins->count;
	return logins->clients;
}

const struct login_mailbox *
logins_mailbox(const struct logins *logins, const char *user)
{
	const struct slots *slots = &logins->mailboxes_by_key;
	uint32_t hash = (uint32_t)hash_octets(user, strlen(user), 0);
	struct slot *slot;

	if (logins->mailbox_count == 0)
		return NULL;
	for (slot = slots_first(slots, hash); slot->value != 0;
	    slot = slots_next(slots, slot))
		if (strcmp(logins->mailboxes[slot->value - 1].user,
		    user) == 0)
			return &logins->mailboxes[slot->value - 1];
	return NULL;
}

uint64_t
logins_unstamped(const struct logins *logins)
{
	return logins->unstamped;
}

uint64_t
logins_unclear(const struct logins *logins)
{
	return logins->unclear;
}
