/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "dns.h"
#include "dns_script.h"

#define LATE_MS 800
#define LATE_MAX 16
#define NAMES (1 << 20)
#define CONNECTIONS 8

/* A reply that waits for its time. */
struct late {
	int64_t due;
	int fd;
	struct sockaddr_storage peer;
	socklen_t peer_length;
	uint8_t packet[600];
	size_t size;
};

struct connection {
	int fd;
	uint8_t packet[600];
	size_t size, sent;		/* of a dripping reply */
	int64_t due;
};

struct script {
	struct script_server servers[SCRIPT_SERVERS];
	size_t count;
	struct endpoint endpoints[SCRIPT_SERVERS];
	int udp[SCRIPT_SERVERS], tcp[SCRIPT_SERVERS], other, stop[2];
	pthread_t thread;
	struct script_entry *log;
	size_t logged;
	uint8_t *seen;			/* sendings by question, NAMES */
	struct late late[LATE_MAX];
	struct connection connections[CONNECTIONS];
};

/* One question as it came. */
struct asked {
	struct script *script;
	unsigned int server;
	uint8_t packet[600];
	size_t size, end;		/* end of the question */
	uint16_t type;
	bool edns, cd, tcp;
	struct sockaddr_storage peer;
	socklen_t peer_length;
};

static int
bound(int type, struct endpoint *endpoint, bool again)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);
	int fd, on = 1;

	fd = socket(AF_INET, type, 0);
	if (fd < 0)
		die("socket: %s", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	length = endpoint_sockaddr(endpoint, &address);
	if (bind(fd, (struct sockaddr *)&address, length) != 0) {
		close(fd);
		return -1;
	}
	if (again)
		return fd;
	length = sizeof(address);
	getsockname(fd, (struct sockaddr *)&address, &length);
	endpoint->port = (uint16_t)(address.ss_family == AF_INET ?
	    ((uint8_t *)&address)[2] << 8 | ((uint8_t *)&address)[3] : 0);
	return fd;
}

/* A port that is free for both. */
static void
open_server(struct script *s, size_t i)
{
	struct endpoint *endpoint = &s->endpoints[i];
	int size = 4 * 1024 * 1024;

	do {
		*endpoint = (struct endpoint){
		    .ip = { 4, { 127, 0, 0, 1 } } };
		s->udp[i] = bound(SOCK_DGRAM, endpoint, false);
		s->tcp[i] = bound(SOCK_STREAM, endpoint, true);
		if (s->tcp[i] < 0)
			close(s->udp[i]);
	} while (s->tcp[i] < 0);
	setsockopt(s->udp[i], SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (s->servers[i].tcp != TCP_REFUSED && listen(s->tcp[i], 16) != 0)
		die("listen: %s", strerror(errno));
	if (!s->servers[i].closed)
		return;
	close(s->udp[i]);
	s->udp[i] = -1;
}

static bool
parse(struct asked *q)
{
	size_t at = 12;

	while (at < q->size && q->packet[at] != 0)
		at += 1u + q->packet[at];
	if (at + 5 > q->size)
		return false;
	q->type = (uint16_t)(q->packet[at + 1] << 8 | q->packet[at + 2]);
	q->end = at + 5;
	q->edns = q->packet[11] == 1;
	q->cd = q->packet[3] & 0x10;
	return true;
}

static bool
is_control(uint16_t type)
{
	return type == DNS_NS || type == DNS_SOA;
}

/* How often this question has come to this server by now. */
static unsigned int
count_question(struct asked *q)
{
	uint32_t hash = 2166136261u + q->server * 7919u;
	uint8_t *seen;			/* sendings by question, NAMES */
	size_t i;

	for (i = 12; i < q->end; i++)
		hash = (hash ^ q->packet[i]) * 16777619u;
	seen = &q->script->seen[(hash ^ hash >> 12) % NAMES];
	return (*seen)++;
}

static void
note(struct asked *q, unsigned int nth)
{
	struct script *s = q->script;
	struct script_entry *entry = &s->log[s->logged];
	const uint8_t *port = (const uint8_t *)&q->peer + 2;

	if (s->logged == SCRIPT_LOG)
		return;
	entry->at = clock_now();
	entry->server = q->server;
	entry->nth = nth;
	entry->id = (uint16_t)(q->packet[0] << 8 | q->packet[1]);
	entry->port = (uint16_t)(port[0] << 8 | port[1]);
	entry->type = q->type;
	entry->rd = q->packet[2] & 1;
	entry->cd = q->cd;
	entry->edns = q->edns;
	entry->tcp = q->tcp;
	snprintf(entry->first, sizeof(entry->first), "%.*s",
	    q->packet[12] < 20 ? q->packet[12] : 20,
	    (const char *)q->packet + 13);
	__atomic_store_n(&s->logged, s->logged + 1, __ATOMIC_RELEASE);
}

/* The reply's header in place of the question's; no record yet. */
static void
begin_reply(struct asked *q, unsigned int rcode)
{
	q->packet[2] = (uint8_t)(0x84 | (q->packet[2] & 1));
	q->packet[3] = (uint8_t)(0x80 | (q->packet[3] & 0x10) | rcode);
	memset(q->packet + 6, 0, 6);
	q->size = q->end;
}

static void
append(struct asked *q, const void *data, size_t size)
{
	memcpy(q->packet + q->size, data, size);
	q->size += size;
}

static void
add_record(struct asked *q, uint16_t type, const void *data, size_t size)
{
	uint8_t head[12] = { 0xc0, 12, (uint8_t)(type >> 8), (uint8_t)type, 0,
	    1, 0, 0, 1, 44, 0, (uint8_t)size };

	q->packet[7] = 1;
	append(q, head, sizeof(head));
	append(q, data, size);
}

static void
add_data(struct asked *q, uint8_t preference)
{
	const uint8_t mx[] = { 0, preference, 0xc0, 12 };

	if (q->type == DNS_MX)
		add_record(q, q->type, mx, sizeof(mx));
	else if (q->type == DNS_A)
		add_record(q, q->type, "\xc0\0\2\1", 4);
	else if (q->type == DNS_NS)
		add_record(q, q->type, "\1a\0", 3);
}

/* "8.jp" is a CNAME to "7.jp". */
static void
add_chain(struct asked *q)
{
	uint8_t target[] = { 1, 0, 0xc0, 14 };

	if (q->packet[13] == '0') {
		add_data(q, 10);
		return;
	}
	target[1] = (uint8_t)(q->packet[13] - 1);
	add_record(q, DNS_CNAME, target, sizeof(target));
}

static void
keep_late(struct asked *q)
{
	struct late *late = q->script->late;

	while (late->size > 0 && late < q->script->late + LATE_MAX - 1)
		late++;
	late->due = clock_now() + LATE_MS;
	late->fd = q->script->udp[q->server];
	late->peer = q->peer;
	late->peer_length = q->peer_length;
	late->size = q->size;
	memcpy(late->packet, q->packet, q->size);
}

static void
put(struct asked *q, int fd)
{
	sendto(fd, q->packet, q->size, 0, (struct sockaddr *)&q->peer,
	    q->peer_length);
}

static unsigned int
rcode_of(enum act act, const struct asked *q)
{
	switch (act) {
	case ACT_SERVFAIL:
		return 2;
	case ACT_CD:
		return q->cd ? 0 : 2;
	case ACT_REFUSED:
		return 5;
	case ACT_NOTIMP:
		return 4;
	case ACT_FORMERR:
		return q->edns ? 1 : 0;
	default:
		return 0;
	}
}

/* The whole reply; false: none. */
static bool
make_reply(struct asked *q, enum act act)
{
	static const uint8_t badvers[] = { 0, 0, 41, 4, 208, 1, 0, 0, 0, 0, 0 };
	unsigned int rcode = rcode_of(act, q);

	begin_reply(q, rcode);
	if (act == ACT_SILENT)
		return false;
	if (act == ACT_TC && !q->tcp)
		q->packet[2] |= 2;
	else if (act == ACT_BADVERS && q->edns) {
		q->packet[11] = 1;
		append(q, badvers, sizeof(badvers));
	} else if (act == ACT_CNAME)
		add_chain(q);
	else if (act == ACT_GARBAGE) {
		q->packet[7] = 9;
		append(q, "\xc0\xff\xc0\xff rubbish", 12);
	} else if (rcode == 0)
		add_data(q, act == ACT_WRONG_ID || act == ACT_WRONG_NAME ||
		    act == ACT_WRONG_SOURCE ? 66 : 10);
	if (act == ACT_WRONG_ID)
		q->packet[0] ^= 0x80;
	if (act == ACT_WRONG_NAME)
		q->packet[13] = 'z';
	return true;
}

static void
answer_udp(struct asked *q, unsigned int nth)
{
	const struct script_server *server = &q->script->servers[q->server];
	enum act act = nth < SCRIPT_ACTS ? server->acts[nth] : ACT_SILENT;
	bool edns = q->edns;

	if (server->always != ACT_SILENT)
		act = server->always;
	if (is_control(q->type))
		act = server->control;
	if (!make_reply(q, act))
		return;
	if (act == ACT_LATE) {
		keep_late(q);
		return;
	}
	put(q, act == ACT_WRONG_SOURCE ? q->script->other :
	    q->script->udp[q->server]);
	if (act == ACT_FORMERR && edns)
		put(q, q->script->udp[q->server]);
}

static void
read_udp(struct script *s, unsigned int server)
{
	struct asked q = { .script = s, .server = server };
	unsigned int nth;
	ssize_t n;

	q.peer_length = sizeof(q.peer);
	n = recvfrom(s->udp[server], q.packet, 512, MSG_DONTWAIT,
	    (struct sockaddr *)&q.peer, &q.peer_length);
	if (n < 12)
		return;
	q.size = (size_t)n;
	if (!parse(&q))
		return;
	nth = count_question(&q);
	note(&q, nth);
	answer_udp(&q, nth);
}

static void
drop(struct connection *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	c->size = c->sent = 0;
	c->due = 0;
}

static void
read_tcp(struct script *s, unsigned int server)
{
	struct asked q = { .script = s, .server = server, .tcp = true };
	struct connection *c = s->connections;
	uint8_t size[2];
	ssize_t n;

	while (c->fd >= 0 && c < s->connections + CONNECTIONS - 1)
		c++;
	drop(c);
	c->fd = accept(s->tcp[server], NULL, NULL);
	if (c->fd < 0 || recv(c->fd, size, 2, MSG_WAITALL) != 2)
		return;
	n = recv(c->fd, q.packet, (size_t)size[0] << 8 | size[1],
	    MSG_WAITALL);
	q.size = n > 12 ? (size_t)n : 0;
	if (n < 12 || !parse(&q))
		return;
	note(&q, 0);
	make_reply(&q, ACT_DATA);
	c->packet[0] = (uint8_t)(q.size >> 8);
	c->packet[1] = (uint8_t)q.size;
	memcpy(c->packet + 2, q.packet, q.size);
	c->size = q.size + 2;
	if (s->servers[server].tcp == TCP_DATA)
		send(c->fd, c->packet, c->size, MSG_NOSIGNAL);
	else if (s->servers[server].tcp == TCP_DRIP)
		c->due = clock_now();
	else if (s->servers[server].tcp == TCP_CLOSE)
		drop(c);
}

static void
send_due(struct script *s)
{
	int64_t now = clock_now();
	size_t i;

	for (i = 0; i < LATE_MAX; i++) {
		struct late *late = &s->late[i];

		if (late->size == 0 || late->due > now)
			continue;
		sendto(late->fd, late->packet, late->size, 0,
		    (struct sockaddr *)&late->peer,
		    late->peer_length);
		late->size = 0;
	}
	for (i = 0; i < CONNECTIONS; i++) {
		struct connection *c = &s->connections[i];

		if (c->due == 0 || c->due > now || c->sent == c->size)
			continue;
		send(c->fd, c->packet + c->sent++, 1, MSG_NOSIGNAL);
		c->due = now + 300;
	}
}

static void *
serve(void *arg)
{
	struct script *s = arg;
	struct pollfd fds[2 * SCRIPT_SERVERS + 1];
	size_t i, n = s->count;

	for (;;) {
		for (i = 0; i < n; i++) {
			fds[i] = (struct pollfd){ s->udp[i], POLLIN, 0 };
			fds[n + i] = (struct pollfd){ s->servers[i].tcp ==
			    TCP_REFUSED ? -1 : s->tcp[i], POLLIN, 0 };
		}
		fds[2 * n] = (struct pollfd){ s->stop[0], POLLIN, 0 };
		poll(fds, 2 * n + 1, 20);
		for (i = 0; i < n; i++) {
			if (fds[i].revents)
				read_udp(s, (unsigned int)i);
			if (fds[n + i].revents)
				read_tcp(s, (unsigned int)i);
		}
		if (fds[2 * n].revents)
			return NULL;
		send_due(s);
	}
}

struct script *
script_start(const struct script_server *servers, size_t count)
{
	struct script *s = xcalloc(1, sizeof(*s));
	struct endpoint other = { .ip = { 4, { 127, 0, 0, 1 } } };
	size_t i;

	memcpy(s->servers, servers, count * sizeof(*servers));
	s->count = count;
	s->seen = xcalloc(NAMES, 1);
	s->log = xcalloc(SCRIPT_LOG, sizeof(*s->log));
	for (i = 0; i < CONNECTIONS; i++)
		s->connections[i].fd = -1;
	for (i = 0; i < count; i++)
		open_server(s, i);
	s->other = bound(SOCK_DGRAM, &other, false);
	if (pipe(s->stop) != 0 ||
	    pthread_create(&s->thread, NULL, serve, s) != 0)
		die("%s", strerror(errno));
	return s;
}

void
script_stop(struct script *s)
{
	size_t i;

	if (write(s->stop[1], "", 1) != 1)
		die("%s", strerror(errno));
	pthread_join(s->thread, NULL);
	for (i = 0; i < s->count; i++) {
		if (s->udp[i] >= 0)
			close(s->udp[i]);
		close(s->tcp[i]);
	}
	for (i = 0; i < CONNECTIONS; i++)
		drop(&s->connections[i]);
	close(s->other);
	close(s->stop[0]);
	close(s->stop[1]);
	free(s->seen);
	free(s->log);
	free(s);
}

const struct endpoint *
script_endpoints(const struct script *s)
{
	return s->endpoints;
}

const struct script_entry *
script_nth(const struct script *s, uint16_t type, size_t n)
{
	size_t i, logged = __atomic_load_n(&s->logged, __ATOMIC_ACQUIRE);

	for (i = 0; i < logged; i++)
		if (s->log[i].type == type && n-- == 0)
			return &s->log[i];
	return NULL;
}

size_t
script_count(const struct script *s, uint16_t type)
{
	size_t i, n = 0, logged = __atomic_load_n(&s->logged,
	    __ATOMIC_ACQUIRE);

	for (i = 0; i < logged; i++)
		n += s->log[i].type == type;
	return n;
}
