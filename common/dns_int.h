/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dns_int.h - what the dns modules share among themselves:
 *
 *	dns.c		asking, becoming final, subjects
 *	dns_table.c	the table: rows, and who has a claim on them
 *	dns_health.c	is our resolver well?
 *	dns_question.c	a question on its way: servers, patience, verdict
 *	dns_run.c	the loop: window, rate, timers, readable sockets
 *	dns_socket.c	UDP sockets, and which reply belongs to which sending
 *	dns_tcp.c	the same question by TCP after TC
 *	dns_text.c, dns_zone.c   the closed world of tests; by pointers, so
 *			that ldns is in no plugin
 *	dns_wire.c, dns_packet.c, dns_reply.c   packets
 */
#ifndef WEBLIFE_DNS_INT_H
#define WEBLIFE_DNS_INT_H

#include "clock.h"
#include "dns.h"
#include "dns_wire.h"

#define DNS_SERVERS_MAX 8	/* of the resolver */
#define DNS_STAGES 4		/* sendings of a question by the clock */
#define DNS_KEEP_MAX 300	/* seconds that a shared answer is kept */
#define DNS_KEPT_MAX 20000	/* shared answers kept without a subject */
#define DNS_POOL 64		/* sockets a server in a sweep */
#define DNS_WINDOW_MAX 200
#define DNS_WINDOW_MIN 10

struct dns_ref;
struct dns_subject;
struct dns_question;
struct dns_server;
struct dns_socket;

/*
 * A row of the table.  The answer comes first, so that the pointer to it is
 * the pointer to the row.
 */
struct dns_entry {
	struct dns_answer answer;
	uint64_t hash;
	struct dns_entry *chain;	/* in its bucket */
	struct dns_entry *older, *newer;	/* all, in the order asked */
	struct dns_entry *kept_next, *kept_prev;
	struct dns_ref *refs;		/* who asked */
	unsigned int pins;		/* controls that hold it */
	bool listed;			/* to be found in its bucket */
	bool shared;			/* two subjects asked */
	bool kept;			/* in the list of kept ones */
	bool health;			/* a verdict, not a question */
	bool control;			/* a control question */
	bool at;			/* of that server only */
	int64_t expires;		/* when a kept answer is old */
	int64_t first;			/* when it was first sent; 0: not yet */
	struct dns_question *question;	/* while pending */
	char *name, *owner;		/* what answer.name, .owner point to */
};

/* One subject's claim on one entry. */
struct dns_ref {
	struct dns_subject *subject;
	struct dns_entry *entry;
	struct dns_answer *frozen;	/* it expired: what it gets */
	struct dns_ref *of_subject;	/* next of the subject */
	struct dns_ref *of_entry, **entry_link;	/* next of the entry */
	struct dns_ref *chain;		/* in the hash of claims */
};

struct dns_subject {
	uint64_t id;
	struct dns_subject *chain;
	struct dns_ref *refs;
	struct dns_entry *waits;	/* dns_wait(); NULL: for nothing */
	struct dns_subject *ready_next;
	bool ready, expired;
};

/* The control question for one zone, renewed as it ages. */
struct dns_control {
	char *zone;			/* "" is the root */
	struct dns_control *next;
	struct dns_entry *entry;	/* the newest one sent; pinned */
	struct dns_entry *verdict;	/* the newest verdict; pinned */
	int64_t judged;			/* when what it rests on was sent */
};

/* Questions in order; a question stands in one queue at most. */
struct dns_queue {
	struct dns_question *head, **tail;
};

struct dns_server {
	struct endpoint endpoint;
	struct dns_server *chain;	/* servers of dns_ask_at() */
	unsigned int placed;		/* questions that hold a place */
	double window;
	int64_t halved;			/* when it last was */
	int64_t refused;		/* when its port last was; 0: never */
	struct dns_socket *pool[DNS_POOL];
	struct dns_queue queue;		/* noted, not sent: dns_ask_at() */
	struct dns_server *queued_next;	/* servers with a queue */
	bool queued;
};

/* What epoll names: a UDP socket, or a connection. */
struct dns_tcp;
struct dns_handle {
	struct dns_tcp *tcp;		/* NULL: it is a struct dns_socket */
};

/* One sending by UDP. */
struct dns_sending {
	uint16_t id;
	bool cd, edns;
	bool first;			/* the question's first */
	bool aa;			/* of the reply, once it is there */
	uint8_t server;			/* index among the resolver's */
	struct dns_question *question;
	struct dns_socket *socket;
	struct dns_sending *of_question, *chain;
	struct dns_sending *of_socket, **of_socket_link;
};

/* A question on its way. */
struct dns_question {
	struct dns_entry *entry;
	uint8_t wire[DNS_WIRE_NAME_MAX];	/* what is asked now: the
						 * name, or a chain's end */
	size_t length;
	uint8_t cnames;
	uint8_t stage;			/* sendings by the clock so far */
	uint8_t start, current;		/* server of the first, the last */
	uint8_t failed;			/* bit a server: told a failure */
	uint8_t refused;		/* bit a server: port refused now */
	uint8_t no_edns;		/* bit a server: EDNS not wanted */
	uint8_t servfail;		/* server that told SERVFAIL last */
	enum dns_status told;		/* the best told failure */
	uint8_t told_rcode;
	bool cd_asked, cd_done;		/* asked with CD; nothing more of it */
	bool placed;			/* holds a place in the window */
	bool resent;			/* a reply now means a loss */
	int64_t first;			/* of this name; 0: not sent yet */
	struct dns_server *at;		/* dns_ask_at(); NULL: the resolver */
	struct dns_sending *sendings;
	struct dns_tcp *tcp;
	struct dns_queue *list;		/* queue or timer list it stands in */
	struct dns_question *next, **link;
};

struct dns {
	/* table */
	struct dns_entry **buckets;
	size_t bucket_count, entry_count;
	struct dns_ref **claims;
	size_t claim_buckets, claim_count;
	struct dns_subject **subjects;
	size_t subject_buckets, subject_count;
	struct dns_entry *oldest, *newest;
	struct dns_entry *kept_head, *kept_tail;
	size_t kept_count;
	uint64_t seed;
	struct dns_subject *current;
	struct dns_subject *ready_head, **ready_tail;
	struct dns_control *controls;
	size_t control_count;
	uint64_t finals;		/* answers that became final */
	/* the wire */
	bool sweep;
	struct dns_server *servers[DNS_SERVERS_MAX];
	size_t server_count, best;	/* best: answered last */
	struct dns_server **at;		/* by address */
	struct dns_server *queued;	/* of dns_ask_at(), with a queue */
	struct dns_queue noted;		/* for the resolver, not sent */
	struct dns_queue timers[DNS_STAGES];	/* by stage, soonest first */
	size_t open;			/* questions sent, not final */
	int epoll;
	size_t sockets, sockets_max;
	struct dns_socket *all_sockets, *dead_sockets;
	struct dns_tcp *dead_tcp;
	struct dns_sending **sendings;	/* by id */
	size_t sending_buckets;
	uint8_t random[256];	/* never given in part: getrandom(2) */
	size_t random_left;
	unsigned int rate;
	double tokens;
	int64_t refilled;
	int64_t last_reply;
	uint64_t sent, rounds;
	/* the closed world */
	struct dns_world *world;
	void (*world_run)(struct dns *);
	void (*world_free)(struct dns *);
};

/* dns.c */
void	dns_table_init(struct dns *dns);
void	dns_table_free(struct dns *dns);
struct dns_entry *dns_entry_control(struct dns *dns, const char *zone,
	    enum dns_type type);
void	dns_entry_final(struct dns *dns, struct dns_entry *entry,
	    enum dns_status status);
/* Takes over what reply holds. */
void	dns_entry_reply(struct dns *dns, struct dns_entry *entry,
	    struct dns_reply *reply);
void	dns_entry_unpin(struct dns *dns, struct dns_entry *entry);
struct dns_entry *dns_entry_verdict(struct dns *dns, const char *zone);

/* dns_table.c */
uint64_t dns_mix(uint64_t hash, const void *data, size_t size);
size_t	dns_slot(uint64_t hash, size_t buckets);
struct dns_entry *dns_entry_find(struct dns *dns, uint64_t hash,
	    const struct ip *server, const char *name, enum dns_type type);
struct dns_entry *dns_entry_begin(struct dns *dns, uint64_t hash,
	    const struct ip *server, const char *name, enum dns_type type,
	    bool control);
void	dns_entry_unlist(struct dns *dns, struct dns_entry *entry);
struct dns_ref *dns_claim_find(struct dns *dns, uint64_t hash,
	    const struct ip *server, const char *name, enum dns_type type);
void	dns_claim_release(struct dns *dns, struct dns_ref *ref);
/* The subject's time is over: what is not final is DNS_TIMEOUT for it, or
 * DNS_PORT_REFUSED while no server's port is open. */
void	dns_claim_expire(const struct dns *dns, struct dns_ref *ref);
struct dns_ref *dns_claim(struct dns *dns, struct dns_entry *entry);
int64_t	dns_time(struct dns *dns);

/* dns_health.c */
void	dns_control_first(struct dns *dns, const char *name);
void	dns_control_again(struct dns *dns, const struct dns_entry *entry);
void	dns_control_final(struct dns *dns, const struct dns_entry *entry);
void	dns_controls_free(struct dns *dns);

/* dns_question.c */
void	dns_question_note(struct dns *dns, struct dns_entry *entry,
	    const uint8_t *wire, size_t length, const struct ip *server);
void	dns_question_drop(struct dns *dns, struct dns_question *question);
bool	dns_question_begin(struct dns *dns, struct dns_question *question);
void	dns_question_timer(struct dns *dns, struct dns_question *question);
void	dns_question_reply(struct dns *dns, struct dns_question *question,
	    struct dns_reply *reply, const struct dns_sending *sending);
/* The sending to that server came to nothing. */
void	dns_question_failed(struct dns *dns, struct dns_question *question,
	    const struct dns_sending *sending, enum dns_status status,
	    uint8_t rcode);
void	dns_question_timeout(struct dns *dns, struct dns_question *question);
/* question may be NULL; each server's port was refused when last tried. */
bool	dns_question_refused(const struct dns *dns,
	    const struct dns_question *question);
struct dns_server *dns_question_server(struct dns *dns,
	    const struct dns_question *question, unsigned int server);
void	dns_place_free(struct dns *dns, struct dns_question *question);

/* dns_run.c */
void	dns_queue_init(struct dns_queue *queue);
void	dns_queue_append(struct dns_queue *queue,
	    struct dns_question *question);
void	dns_queue_remove(struct dns_question *question);

/* dns_socket.c */
void	dns_sockets_init(struct dns *dns);
void	dns_sockets_free(struct dns *dns);
/* DNS_PENDING: sent; DNS_TIMEOUT: no socket is free now; else the failure. */
enum dns_status dns_udp_send(struct dns *dns, struct dns_question *question,
	    unsigned int server, bool cd, bool edns);
void	dns_sendings_drop(struct dns *dns, struct dns_question *question);
/* Waits up to timeout milliseconds (-1: for ever) and takes in everything
 * that is readable. */
void	dns_poll(struct dns *dns, int timeout);
uint16_t dns_random16(struct dns *dns);

/* dns_tcp.c */
/* Asks again by TCP what sending asked and got truncated, with this rcode. */
void	dns_tcp_ask(struct dns *dns, struct dns_question *question,
	    const struct dns_sending *sending, uint8_t rcode);
void	dns_tcp_drop(struct dns *dns, struct dns_question *question);
/* Which server is asked by TCP now; -1: none. */
int	dns_tcp_server(const struct dns_question *question);
void	dns_tcp_event(struct dns *dns, struct dns_tcp *tcp);
void	dns_tcp_bury(struct dns *dns);

#endif
