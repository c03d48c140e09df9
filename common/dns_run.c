/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "die.h"
#include "dns_int.h"

/* After its first sending a question is sent again at these times, and is
 * given up at the last (milliseconds). */
static const int64_t stage_due[DNS_STAGES] = { 500, 1500, 3500, 5000 };

#define REFUSED_AGE 5000	/* a refusal is that old at most */

struct dns *
dns_new(const struct dns_config *config)
{
	struct dns *dns = xcalloc(1, sizeof(*dns));
	size_t i;

	if (getrandom(&dns->seed, sizeof(dns->seed), 0) !=
	    (ssize_t)sizeof(dns->seed))
		dns->seed = (uint64_t)clock_now();
	dns->epoll = -1;
	dns_table_init(dns);
	dns_queue_init(&dns->noted);
	for (i = 0; i < DNS_STAGES; i++)
		dns_queue_init(&dns->timers[i]);
	if (!config)
		return dns;
	dns->sweep = config->sweep;
	dns->rate = config->rate;
	dns->refilled = clock_now();
	for (i = 0; i < config->count && i < DNS_SERVERS_MAX; i++) {
		dns->servers[i] = xcalloc(1, sizeof(struct dns_server));
		dns->servers[i]->endpoint = config->servers[i];
		dns->servers[i]->window = DNS_WINDOW_MAX;
		dns_queue_init(&dns->servers[i]->queue);
	}
	dns->server_count = i;
	dns_sockets_init(dns);
	return dns;
}

static void
servers_free(struct dns *dns)
{
	struct dns_server *server;
	size_t i;

	for (i = 0; i < dns->server_count; i++)
		free(dns->servers[i]);
	for (i = 0; dns->at && i < 1024; i++)
		while ((server = dns->at[i]) != NULL) {
			dns->at[i] = server->chain;
			free(server);
		}
	free(dns->at);
}

void
dns_free(struct dns *dns)
{
	if (!dns)
		return;
	dns_table_free(dns);
	dns_controls_free(dns);
	dns_tcp_bury(dns);
	if (dns->world)
		dns->world_free(dns);
	else
		dns_sockets_free(dns);
	servers_free(dns);
	free(dns);
}

/* The token bucket: a tenth of a second's worth at most is saved up. */
static bool
rate_allows(struct dns *dns)
{
	double most = dns->rate / 10.0 < 1 ? 1 : dns->rate / 10.0;
	int64_t now;

	if (dns->rate == 0)
		return true;
	now = dns_time(dns);
	dns->tokens += (double)(now - dns->refilled) * dns->rate / 1000.0;
	dns->refilled = now;
	if (dns->tokens > most)
		dns->tokens = most;
	return dns->tokens >= 1;
}

/* Milliseconds until the next token. */
static int64_t
rate_wait(const struct dns *dns)
{
	if (dns->rate == 0 || dns->tokens >= 1)
		return 0;
	return 1 + (int64_t)((1 - dns->tokens) * 1000.0 / dns->rate);
}

static bool
flush_queue(struct dns *dns, struct dns_queue *queue,
    const struct dns_server *server)
{
	bool sent = false;

	while (queue->head && server->placed < (unsigned int)server->window &&
	    rate_allows(dns) && dns_question_begin(dns, queue->head))
		sent = true;
	return sent;
}

/* Sends what was noted, as far as window, rate and descriptors allow. */
static bool
flush(struct dns *dns)
{
	struct dns_server **p = &dns->queued, *server;
	bool sent = false;

	/* The best server may change while it sends. */
	while (dns->noted.head &&
	    flush_queue(dns, &dns->noted, dns->servers[dns->best]))
		sent = true;
	while ((server = *p) != NULL) {
		if (flush_queue(dns, &server->queue, server))
			sent = true;
		if (server->queue.head) {
			p = &server->queued_next;
			continue;
		}
		*p = server->queued_next;
		server->queued = false;
	}
	return sent;
}

static void
timers(struct dns *dns)
{
	int64_t now = dns_time(dns);
	struct dns_question *question;
	int i;

	for (i = 0; i < DNS_STAGES; i++)
		while ((question = dns->timers[i].head) != NULL &&
		    question->first + stage_due[i] <= now)
			dns_question_timer(dns, question);
}

/* When the loop has to wake at the latest. */
static int64_t
next_due(struct dns *dns, int64_t deadline)
{
	int64_t due = deadline, wait;
	int i;

	for (i = 0; i < DNS_STAGES; i++)
		if (dns->timers[i].head &&
		    dns->timers[i].head->first + stage_due[i] < due)
			due = dns->timers[i].head->first + stage_due[i];
	wait = rate_wait(dns);
	if ((dns->noted.head || dns->queued) && wait > 0 &&
	    dns_time(dns) + wait < due)
		due = dns_time(dns) + wait;
	return due;
}

/* The deadline is there: nothing stays open. */
static void
end_all(struct dns *dns)
{
	struct dns_entry *entry, *next;

	for (entry = dns->oldest; entry; entry = next) {
		next = entry->newer;
		if (entry->answer.status != DNS_PENDING)
			continue;
		/* Held, since its end may release it or judge others. */
		entry->pins++;
		if (entry->question)
			dns_question_timeout(dns, entry->question);
		else if (!entry->health)
			dns_entry_final(dns, entry, DNS_TIMEOUT);
		next = entry->newer;
		dns_entry_unpin(dns, entry);
	}
	for (entry = dns->oldest; entry; entry = entry->newer)
		if (entry->answer.status == DNS_PENDING)
			dns_entry_final(dns, entry, DNS_TIMEOUT);
}

static bool
is_final(const struct dns *dns, const struct dns_answer *waiting,
    uint64_t finals)
{
	if (waiting)
		return waiting->status != DNS_PENDING;
	return dns->finals != finals;
}

static bool
outstanding(const struct dns *dns)
{
	return dns->open > 0 || dns->noted.head || dns->queued;
}

void
dns_run(struct dns *dns, const struct dns_answer *waiting, int64_t deadline)
{
	uint64_t finals = dns->finals;
	int64_t due;

	if (dns->world) {
		dns->world_run(dns);
		return;
	}
	if (waiting && waiting->status != DNS_PENDING)
		return;
	for (;;) {
		if (waiting && clock_now() >= deadline) {
			end_all(dns);
			return;
		}
		if (flush(dns))
			dns->rounds++;
		if (!outstanding(dns))
			return;
		due = is_final(dns, waiting, finals) ? clock_now() :
		    next_due(dns, deadline);
		dns_poll(dns, clock_left(due));
		timers(dns);
		if (is_final(dns, waiting, finals) ||
		    (!waiting && clock_now() >= deadline))
			return;
	}
}

int64_t
dns_last_reply(const struct dns *dns)
{
	return dns->last_reply;
}

bool
dns_port_refused(const struct dns *dns)
{
	int64_t since = clock_now() - REFUSED_AGE;
	size_t i;

	for (i = 0; i < dns->server_count; i++)
		if (dns->servers[i]->refused < since)
			return false;
	return dns->server_count > 0;
}

uint64_t
dns_sendings(const struct dns *dns)
{
	return dns->sent;
}

uint64_t
dns_rounds(const struct dns *dns)
{
	return dns->rounds;
}

bool
dns_failed(const struct dns_answer *answer)
{
	return answer->status >= DNS_SERVFAIL && answer->status <= DNS_BAD_NAME;
}

bool
dns_void(const struct dns_answer *answer)
{
	return answer->status == DNS_NODATA || answer->status == DNS_NXDOMAIN;
}
