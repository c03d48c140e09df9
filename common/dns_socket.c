/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "die.h"
#include "dns_int.h"

#define SERVED_MAX 100		/* questions a pooled socket serves */
#define AGE_MAX 10000		/* milliseconds that it does so */
#define RESERVED_FILES 10	/* descriptors for everything else */

struct dns_socket {
	struct dns_handle handle;
	int fd;
	struct dns_server *server;
	struct dns_socket **slot;	/* in the pool; NULL: retired */
	struct dns_sending *list;	/* outstanding on it */
	unsigned int served;
	int64_t born;
	struct dns_socket *next, *prev;	/* all of them */
};

static size_t
bucket_of(const struct dns *dns, uint16_t id)
{
	return id & (dns->sending_buckets - 1);
}

void
dns_sockets_init(struct dns *dns)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		limit.rlim_cur = limit.rlim_max = 64;
	if (limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
		getrlimit(RLIMIT_NOFILE, &limit);
	}
	dns->sockets_max = limit.rlim_cur > RESERVED_FILES + 1 ?
	    (size_t)limit.rlim_cur - RESERVED_FILES : 1;
	dns->sending_buckets = dns->sweep ? 65536 : 256;
	dns->sendings = xcalloc(dns->sending_buckets,
	    sizeof(struct dns_sending *));
	dns->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (dns->epoll < 0)
		die("epoll_create1: %s", strerror(errno));
}

uint16_t
dns_random16(struct dns *dns)
{
	uint16_t value;

	if (dns->random_left < sizeof(value)) {
		if (getrandom(dns->random, sizeof(dns->random), 0) !=
		    (ssize_t)sizeof(dns->random))
			die("getrandom: %s", strerror(errno));
		dns->random_left = sizeof(dns->random);
	}
	dns->random_left -= sizeof(value);
	memcpy(&value, dns->random + dns->random_left, sizeof(value));
	return value;
}

static void
socket_free(struct dns *dns, struct dns_socket *sock)
{
	close(sock->fd);
	if (sock->slot)
		*sock->slot = NULL;
	if (sock->prev)
		sock->prev->next = sock->next;
	else
		dns->all_sockets = sock->next;
	if (sock->next)
		sock->next->prev = sock->prev;
	dns->sockets--;
	/* An event of this round may still name it. */
	sock->next = dns->dead_sockets;
	dns->dead_sockets = sock;
	sock->fd = -1;
}

static void
bury(struct dns *dns)
{
	struct dns_socket *sock;

	while ((sock = dns->dead_sockets) != NULL) {
		dns->dead_sockets = sock->next;
		free(sock);
	}
}

void
dns_sockets_free(struct dns *dns)
{
	while (dns->all_sockets)
		socket_free(dns, dns->all_sockets);
	bury(dns);
	if (dns->epoll >= 0)
		close(dns->epoll);
	free(dns->sendings);
}

/* No more questions on it; it is read until its last one is final. */
static void
retire(struct dns *dns, struct dns_socket *sock)
{
	if (sock->slot)
		*sock->slot = NULL;
	sock->slot = NULL;
	if (!sock->list)
		socket_free(dns, sock);
}

static enum dns_status
status_of(int error)
{
	switch (error) {
	case EMFILE:
	case ENFILE:
	case ENOBUFS:
	case ENOMEM:
		return DNS_TIMEOUT;
	case ECONNREFUSED:
		return DNS_PORT_REFUSED;
	default:
		return DNS_NO_ROUTE;
	}
}

static struct dns_socket *
socket_new(struct dns *dns, struct dns_server *server,
    enum dns_status *status)
{
	struct epoll_event event = { .events = EPOLLIN };
	struct sockaddr_storage address;
	struct dns_socket *sock;
	socklen_t length = endpoint_sockaddr(&server->endpoint, &address);
	int fd;

	*status = DNS_TIMEOUT;
	if (dns->sockets >= dns->sockets_max)
		return NULL;
	fd = socket(address.ss_family,
	    SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 ||
	    connect(fd, (struct sockaddr *)&address, length) != 0) {
		*status = status_of(errno);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	sock = xcalloc(1, sizeof(*sock));
	event.data.ptr = &sock->handle;
	if (epoll_ctl(dns->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
		die("epoll_ctl: %s", strerror(errno));
	sock->fd = fd;
	sock->server = server;
	sock->born = dns_time(dns);
	sock->next = dns->all_sockets;
	if (sock->next)
		sock->next->prev = sock;
	dns->all_sockets = sock;
	dns->sockets++;
	return sock;
}

/* Some are left for TCP and for dns_ask_at(). */
static bool
pool_full(const struct dns *dns)
{
	return dns->sockets >= dns->sockets_max - dns->sockets_max / 4;
}

/* Any of the pool, from slot i on; NULL: there is none. */
static struct dns_socket *
socket_in_use(const struct dns_server *server, unsigned int i)
{
	unsigned int n;

	for (n = 0; n < DNS_POOL; n++)
		if (server->pool[(i + n) % DNS_POOL])
			return server->pool[(i + n) % DNS_POOL];
	return NULL;
}

/* One of the pool at random, replaced when it is worn out; where descriptors
 * are few, one that is there. */
static struct dns_socket *
socket_pooled(struct dns *dns, struct dns_server *server,
    enum dns_status *status)
{
	unsigned int i = dns_random16(dns) % DNS_POOL;
	struct dns_socket **slot = &server->pool[i], *sock = *slot;

	if (sock && (sock->served < SERVED_MAX &&
	    dns_time(dns) - sock->born < AGE_MAX))
		return sock;
	if (sock && pool_full(dns) && sock->list)
		return sock;
	if (sock)
		retire(dns, sock);
	*status = DNS_TIMEOUT;
	if (!pool_full(dns) || !socket_in_use(server, i))
		*slot = socket_new(dns, server, status);
	if (*slot)
		(*slot)->slot = slot;
	else if (*status == DNS_TIMEOUT)
		return socket_in_use(server, i);
	return *slot;
}

/* The one of an earlier sending to the same server. */
static struct dns_socket *
socket_again(const struct dns_question *question,
    const struct dns_server *server)
{
	const struct dns_sending *sending = question->sendings;

	while (sending && sending->socket->server != server)
		sending = sending->of_question;
	return sending ? sending->socket : NULL;
}

static struct dns_sending *
find_sending(const struct dns *dns, const struct dns_socket *sock,
    uint16_t id)
{
	struct dns_sending *sending = dns->sendings[bucket_of(dns, id)];

	while (sending && (sending->socket != sock || sending->id != id))
		sending = sending->chain;
	return sending;
}

static struct dns_sending *
sending_new(struct dns *dns, struct dns_question *question,
    struct dns_socket *sock)
{
	struct dns_sending *sending = xcalloc(1, sizeof(*sending));

	do
		sending->id = dns_random16(dns);
	while (find_sending(dns, sock, sending->id));
	sending->question = question;
	sending->socket = sock;
	sending->of_question = question->sendings;
	question->sendings = sending;
	sending->chain = dns->sendings[bucket_of(dns, sending->id)];
	dns->sendings[bucket_of(dns, sending->id)] = sending;
	sending->of_socket = sock->list;
	if (sock->list)
		sock->list->of_socket_link = &sending->of_socket;
	sending->of_socket_link = &sock->list;
	sock->list = sending;
	return sending;
}

static void
sending_free(struct dns *dns, struct dns_sending *sending)
{
	struct dns_sending **p =
	    &dns->sendings[bucket_of(dns, sending->id)];
	struct dns_socket *sock = sending->socket;

	while (*p != sending)
		p = &(*p)->chain;
	*p = sending->chain;
	*sending->of_socket_link = sending->of_socket;
	if (sending->of_socket)
		sending->of_socket->of_socket_link = sending->of_socket_link;
	free(sending);
	if (!sock->slot && !sock->list)
		socket_free(dns, sock);
}

void
dns_sendings_drop(struct dns *dns, struct dns_question *question)
{
	struct dns_sending *sending;

	while ((sending = question->sendings) != NULL) {
		question->sendings = sending->of_question;
		sending_free(dns, sending);
	}
}

static void
sending_forget(struct dns *dns, struct dns_sending *sending)
{
	struct dns_sending **p = &sending->question->sendings;

	while (*p != sending)
		p = &(*p)->of_question;
	*p = sending->of_question;
	sending_free(dns, sending);
}

enum dns_status
dns_udp_send(struct dns *dns, struct dns_question *question,
    unsigned int server, bool cd, bool edns)
{
	struct dns_server *to = dns_question_server(dns, question, server);
	struct dns_flags flags = { .rd = !question->at, cd, edns };
	uint8_t packet[DNS_WIRE_QUERY_MAX];
	enum dns_status status = DNS_PENDING;
	struct dns_sending *sending;
	struct dns_socket *sock;
	size_t size;

	sock = dns->sweep && !question->at ?
	    socket_pooled(dns, to, &status) : socket_new(dns, to, &status);
	if (!sock && status == DNS_TIMEOUT)
		sock = socket_again(question, to);
	if (!sock)
		return status;
	status = DNS_PENDING;
	sock->served++;
	sending = sending_new(dns, question, sock);
	sending->cd = cd;
	sending->edns = edns;
	sending->first = !question->resent;
	sending->server = (uint8_t)server;
	size = dns_wire_query(packet, sending->id, question->wire,
	    question->length, question->entry->answer.type, flags);
	/* A refusal of an earlier sending may be told first: once more.  A
	 * full buffer is a loss like any other. */
	if (send(sock->fd, packet, size, 0) < 0 && errno == ECONNREFUSED &&
	    send(sock->fd, packet, size, 0) < 0 && errno == ECONNREFUSED)
		return DNS_PORT_REFUSED;
	return status;
}

/* ICMP says that nobody listens: all that is out on this socket. */
static void
refused(struct dns *dns, struct dns_socket *sock)
{
	struct dns_sending *sending;
	struct dns_sending copy;
	struct dns_question *question;
	unsigned int left = 0;

	for (sending = sock->list; sending; sending = sending->of_socket)
		left++;
	/* What fails is sent again on this socket perhaps: count, and take
	 * from the end, where the older ones are. */
	for (; left > 0 && sock->fd >= 0 && sock->list; left--) {
		for (sending = sock->list; sending->of_socket; )
			sending = sending->of_socket;
		question = sending->question;
		copy = *sending;
		sending_forget(dns, sending);
		if (copy.cd || !(question->refused >> copy.server & 1))
			dns_question_failed(dns, question, &copy,
			    DNS_PORT_REFUSED, 0);
	}
}

static void
take(struct dns *dns, struct dns_socket *sock, const uint8_t *packet,
    size_t size)
{
	struct dns_sending *sending;
	struct dns_question *question;
	struct dns_reply reply;
	struct dns_head head;

	if (size < 12)
		return;
	sending = find_sending(dns, sock,
	    (uint16_t)(packet[0] << 8 | packet[1]));
	if (!sending)
		return;
	question = sending->question;
	if (!dns_wire_head(&head, packet, size, question->wire,
	    question->length, question->entry->answer.type))
		return;
	if (head.tc) {
		dns_tcp_ask(dns, question, sending, head.rcode);
		return;
	}
	dns_wire_reply(&reply, packet, size, question->wire,
	    question->length, question->entry->answer.type,
	    question->cnames);
	sending->aa = head.aa;
	dns_question_reply(dns, question, &reply, sending);
	free(reply.rr);
}

static void
readable(struct dns *dns, struct dns_socket *sock)
{
	uint8_t packet[4096];
	ssize_t size;

	/* Taking a reply may free the socket; it is buried later. */
	while (sock->fd >= 0) {
		size = recv(sock->fd, packet, sizeof(packet), 0);
		if (size >= 0) {
			take(dns, sock, packet, (size_t)size);
			continue;
		}
		if (errno == EINTR)
			continue;
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			return;
		if (errno != ECONNREFUSED) {
			retire(dns, sock);
			return;
		}
		refused(dns, sock);
	}
}

void
dns_poll(struct dns *dns, int timeout)
{
	struct epoll_event events[128];
	struct dns_handle *handle;
	int i, n;

	do {
		n = epoll_wait(dns->epoll, events, 128, timeout);
		for (i = 0; i < n; i++) {
			handle = events[i].data.ptr;
			if (handle->tcp)
				dns_tcp_event(dns, handle->tcp);
			else
				readable(dns, (struct dns_socket *)handle);
		}
		timeout = 0;
		bury(dns);
		dns_tcp_bury(dns);
	} while (n == 128);
}
