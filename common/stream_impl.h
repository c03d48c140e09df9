/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stream_impl.h - what stream.c, stream_connect.c and stream_tls.c share.
 * Nobody else includes it.
 */
#ifndef WEBLIFE_STREAM_IMPL_H
#define WEBLIFE_STREAM_IMPL_H

#include "stream.h"

struct tls_state;

struct stream {
	int fd;			/* -1: not connected */
	char *host;
	char *port;
	struct ip peer;
	int64_t deadline;
	const char *stage;
	struct tls_state *tls;	/* NULL: plain */

	char *in;		/* received: in[at..end-1] is not read yet */
	size_t in_size;
	size_t at;
	size_t end;
	size_t line_max;

	char *out;		/* noted for sending */
	size_t out_size;
	size_t out_length;
	bool asked;		/* sent something since it last received */
	bool received;		/* something was, ever */
	unsigned int rounds;

	enum stream_fault fault;
	char error[640];
	const struct dns_answer *unresolved;
	bool has_certificate;
	int64_t certificate_end;
};

/* What one try to move octets came to. */
enum io {
	IO_DONE,
	IO_WANT_READ,
	IO_WANT_WRITE,
	IO_CLOSED,
	IO_ERROR,		/* errno says why */
};

/* One try each; *done is how many octets. */
enum io	tls_read(struct stream *stream, void *octets, size_t n, size_t *done);
enum io	tls_write(struct stream *stream, const void *octets, size_t n,
	    size_t *done);
void	tls_free(struct stream *stream);
/*
 * Before OpenSSL is used: no memory ends the plugin.  OpenSSL itself would go
 * on and tell what it cannot know, such as a key that is too weak, and the
 * server would be blamed.
 */
void	tls_memory(void);

/* Waits until the socket is ready (POLLIN, POLLOUT); false after the
 * deadline, the stream has failed then. */
bool	stream_wait(struct stream *stream, short events);

/* Fails the stream by what came of a try; gives whether to try again. */
bool	stream_io(struct stream *stream, enum io io);

#endif
