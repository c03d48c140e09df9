/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "polling.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "loginset.h"

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static double
quantile(const uint32_t *sorted, size_t n, double q)
{
	double place = q * (double)(n - 1);
	size_t i = (size_t)place;

	if (i + 1 >= n)
		return sorted[n - 1];
	return sorted[i] + (place - (double)i) *
	    ((double)sorted[i + 1] - sorted[i]);
}

double
polling_interval(const uint32_t *polls, size_t n, double *spread)
{
	uint32_t *gaps = xcalloc(n + 1, sizeof(*gaps));
	size_t count = 0;
	double sum = 0, median, mean;

	*spread = 0;
	for (size_t i = 1; i < n; i++)
		if (polls[i] - polls[i - 1] <= POLL_SPAN) {
			gaps[count] = polls[i] - polls[i - 1];
			sum += gaps[count++];
		}
	if (count == 0) {
		free(gaps);
		return 0;
	}
	qsort(gaps, count, sizeof(*gaps), by_number);
	median = quantile(gaps, count, 0.5);
	mean = sum / (double)count;
	if (median > 0)
		*spread = (quantile(gaps, count, 0.75) -
		    quantile(gaps, count, 0.25)) / median;
	free(gaps);
	return median > mean ? median : mean;
}

/* A login belongs to the poll that began less than a burst before; never to
 * the login before it, or a client without pause would be one poll. */
static size_t
collapse(const struct login *logins, size_t n, long burst, uint32_t *polls)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (count == 0 ||
		    (long)logins[i].time - (long)polls[count - 1] >= burst)
			polls[count++] = logins[i].time;
	return count;
}

/* Logins of one client within the window, all of its addresses or users. */
struct group {
	struct login *logins;
	uint32_t *polls;
	size_t count, size;
};

static bool
is_within(const struct poll_facts *facts, const struct login *login)
{
	return facts->whole || (login->time >= facts->from &&
	    login->time <= facts->to + POLL_AHEAD);
}

static void
add_logins(struct group *group, const struct login_client *client,
    const struct poll_facts *facts)
{
	if (group->count + client->count > group->size) {
		group->size = (group->count + client->count) * 2;
		group->logins = xreallocarray(group->logins, group->size,
		    sizeof(*group->logins));
		group->polls = xreallocarray(group->polls, group->size,
		    sizeof(*group->polls));
	}
	for (uint32_t i = 0; i < client->count; i++)
		if (is_within(facts, &client->logins[i]))
			group->logins[group->count++] = client->logins[i];
}

static bool
has_stopped(const struct poll_client *client, uint32_t last, int64_t to)
{
	double patience = 3 * client->interval;

	if (patience < 600)
		patience = 600;
	return (double)to - last > patience;
}

/* Whether the client is to be judged; its interval, if so. */
static bool
measure(struct poll_facts *facts, struct poll_client *client,
    struct group *group, long burst)
{
	double spread;
	uint32_t last;

	group->count = logins_sort(group->logins, group->count);
	last = group->logins[group->count - 1].time;
	client->polls = collapse(group->logins, group->count, burst,
	    group->polls);
	facts->all++;
	facts->logins += group->count;
	facts->polls += client->polls;
	if (client->polls < POLL_MIN) {
		facts->few++;
		return false;
	}
	client->interval = (double)(uint32_t)(polling_interval(group->polls,
	    client->polls, &spread) + 0.5);
	client->regular = spread <= POLL_REGULAR;
	if (!has_stopped(client, last, facts->to))
		return true;
	facts->stopped++;
	return false;
}

static void
keep_client(struct poll_facts *facts, const struct poll_client *client)
{
	if (facts->count == facts->size) {
		facts->size = facts->size == 0 ? 64 : facts->size * 2;
		facts->clients = xreallocarray(facts->clients, facts->size,
		    sizeof(*facts->clients));
	}
	facts->clients[facts->count++] = *client;
}

static int
by_user(const void *a, const void *b)
{
	const struct login_client *x = *(struct login_client *const *)a;
	const struct login_client *y = *(struct login_client *const *)b;
	int c = strcmp(x->user, y->user);

	if (c == 0)
		c = x->protocol - y->protocol;
	return c != 0 ? c : ip_compare(&x->ip, &y->ip);
}

static int
by_ip(const void *a, const void *b)
{
	const struct login_client *x = *(struct login_client *const *)a;
	const struct login_client *y = *(struct login_client *const *)b;
	int c = ip_compare(&x->ip, &y->ip);

	if (c == 0)
		c = x->protocol - y->protocol;
	return c != 0 ? c : strcmp(x->user, y->user);
}

static bool
same_group(enum poll_by by, const struct login_client *a,
    const struct login_client *b)
{
	if (by == POLL_BY_USER_AND_IP || a->protocol != b->protocol)
		return false;
	return by == POLL_BY_USER ? strcmp(a->user, b->user) == 0 :
	    ip_equal(&a->ip, &b->ip);
}

/* The clients from list[0] on that are one by the configuration. */
static size_t
take_group(struct poll_facts *facts, const struct poll_config *config,
    struct login_client **list, size_t n, struct group *group)
{
	struct poll_client client = { .user = list[0]->user,
	    .ip = list[0]->ip, .protocol = list[0]->protocol };
	size_t i = 0;

	group->count = 0;
	do {
		size_t before = group->count;

		add_logins(group, list[i], facts);
		if (group->count == before)
			continue;
		client.users += i == 0 || client.users == 0 ||
		    strcmp(list[i]->user, client.user) != 0;
		client.addresses += i == 0 || client.addresses == 0 ||
		    !ip_equal(&list[i]->ip, &client.ip);
		client.user = list[i]->user;
		client.ip = list[i]->ip;
	} while (++i < n && same_group(config->by, list[0], list[i]));
	if (group->count > 0 &&
	    measure(facts, &client, group, config->burst))
		keep_client(facts, &client);
	return i;
}

/* Of a client that is left out. */
static uint64_t
count_within(const struct poll_facts *facts, struct login_client *c)
{
	uint64_t n = 0;

	c->count = (uint32_t)logins_sort(c->logins, c->count);
	for (uint32_t i = 0; i < c->count; i++)
		n += is_within(facts, &c->logins[i]);
	return n;
}

/* An address with many users: where a proxy hides the clients.  Few of the
 * addresses have so many clients that their users are worth counting. */
static size_t
count_users(struct login_client **list, size_t n, const struct ip *ip)
{
	struct login_client **same = xcalloc(n, sizeof(*same));
	size_t count = 0, users = 0;

	for (size_t i = 0; i < n; i++)
		if (ip_equal(&list[i]->ip, ip))
			same[count++] = list[i];
	qsort(same, count, sizeof(*same), by_user);
	for (size_t i = 0; i < count; i++)
		users += i == 0 || strcmp(same[i]->user, same[i - 1]->user) != 0;
	free(same);
	return users;
}

/* The address of most clients. */
static void
find_proxy(struct poll_facts *facts, struct login_client **list, size_t n)
{
	struct slots slots = { 0 };
	uint32_t *clients = xcalloc(n, sizeof(*clients));
	size_t most = 0, users;

	for (size_t i = 0; i < n; i++) {
		const struct ip *ip = &list[i]->ip;
		uint32_t hash = (uint32_t)hash_octets(ip->bytes,
		    ip->version == 4 ? 4 : 16, ip->version);
		struct slot *slot;

		slots_reserve(&slots);
		slot = slots_first(&slots, hash);
		while (slot->value != 0 && (slot->hash != hash ||
		    !ip_equal(&list[slot->value - 1]->ip, ip)))
			slot = slots_next(&slots, slot);
		if (slot->value == 0)
			slots_fill(&slots, slot, hash, (uint32_t)i + 1);
		if (++clients[slot->value - 1] > clients[most])
			most = slot->value - 1;
	}
	users = clients[most] <= POLL_PROXY_USERS ? 0 :
	    count_users(list, n, &list[most]->ip);
	if (users > POLL_PROXY_USERS) {
		facts->proxy = list[most]->ip;
		facts->proxy_users = users;
	}
	slots_free(&slots);
	free(clients);
}

/* Those that are judged, into list; the others are counted. */
static size_t
select_clients(struct poll_facts *facts, struct logins *logins,
    struct login_client **list)
{
	size_t count, n = 0;
	struct login_client *all = logins_clients(logins, &count);

	for (size_t i = 0; i < count; i++) {
		if (all[i].reason == LOGIN_JUDGED)
			list[n++] = &all[i];
		else if (all[i].reason == LOGIN_WEBMAIL)
			facts->webmail += count_within(facts, &all[i]);
		else if (all[i].reason == LOGIN_UNCLEAR)
			facts->unclear += count_within(facts, &all[i]);
		else
			facts->excluded += count_within(facts, &all[i]);
	}
	return n;
}

void
polling_collect(struct poll_facts *facts, const struct poll_config *config,
    struct logins *logins, int64_t from, int64_t to)
{
	struct group group = { 0 };
	struct login_client **list;
	size_t n;

	*facts = (struct poll_facts){ .from = from, .to = to,
	    .whole = config->window == 0, .source = logins };
	logins_clients(logins, &n);
	list = xcalloc(n + 1, sizeof(struct login_client *));
	n = select_clients(facts, logins, list);
	if (n > POLL_PROXY_USERS)
		find_proxy(facts, list, n);
	if (config->by != POLL_BY_USER_AND_IP && n > 1)
		qsort(list, n, sizeof(*list), config->by == POLL_BY_USER ?
		    by_user : by_ip);
	for (size_t i = 0; i < n;)
		i += take_group(facts, config, list + i, n - i, &group);
	facts->unstamped = logins_unstamped(logins);
	facts->unclear += logins_unclear(logins);
	facts->logins += facts->webmail + facts->excluded + facts->unstamped;
	free(group.logins);
	free(group.polls);
	free(list);
}

void
polling_clear(struct poll_facts *facts)
{
	free(facts->clients);
	facts->clients = NULL;
	facts->count = 0;
}
