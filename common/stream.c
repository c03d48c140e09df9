/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stream.h"

#include <sys/socket.h>

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "i18n.h"
#include "stream_impl.h"
#include "text.h"

#define READ_SIZE 16384		/* a TLS record */

void
stream_fail(struct stream *stream, enum stream_fault fault,
    const char *fmt, ...)
{
	va_list ap;

	if (stream->fault != STREAM_WELL)
		return;
	stream->fault = fault;
	va_start(ap, fmt);
	vsnprintf(stream->error, sizeof(stream->error), fmt, ap);
	va_end(ap);
	text_filter(stream->error);
}

static void
fail_lost(struct stream *stream, int error)
{
	if (error == ECONNRESET || error == EPIPE)
		stream_fail(stream, STREAM_RESET,
		    _("%s reset the connection, we waited for %s"),
		    stream->host, stream->stage);
	else
		stream_fail(stream, STREAM_LOCAL,
		    _("the connection to %s broke, we waited for %s: %s"),
		    stream->host, stream->stage, strerror(error));
}

bool
stream_wait(struct stream *stream, short events)
{
	struct pollfd pfd = { .fd = stream->fd, .events = events };
	int ready;

	do
		ready = poll(&pfd, 1, clock_left(stream->deadline));
	while (ready == -1 && errno == EINTR);
	if (ready > 0)
		return true;
	if (ready == 0)
		stream_fail(stream, STREAM_TIMEOUT,
		    _("%s is too slow: the time was over, we waited for %s"),
		    stream->host, stream->stage);
	else
		fail_lost(stream, errno);
	return false;
}

bool
stream_io(struct stream *stream, enum io io)
{
	switch (io) {
	case IO_DONE:
		return true;
	case IO_WANT_READ:
		return stream_wait(stream, POLLIN);
	case IO_WANT_WRITE:
		return stream_wait(stream, POLLOUT);
	case IO_CLOSED:
		stream_fail(stream, STREAM_CLOSED,
		    _("%s closed the connection, we waited for %s"),
		    stream->host, stream->stage);
		return false;
	case IO_ERROR:
		fail_lost(stream, errno);
		return false;
	}
	return false;
}

static enum io
blocked(short events)
{
	if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
		return events == POLLIN ? IO_WANT_READ : IO_WANT_WRITE;
	return IO_ERROR;
}

static enum io
plain_read(struct stream *stream, void *octets, size_t n, size_t *done)
{
	ssize_t got = recv(stream->fd, octets, n, 0);

	if (got == 0)
		return IO_CLOSED;
	if (got < 0)
		return blocked(POLLIN);
	*done = (size_t)got;
	return IO_DONE;
}

static enum io
plain_write(struct stream *stream, const void *octets, size_t n, size_t *done)
{
	ssize_t put = send(stream->fd, octets, n, MSG_NOSIGNAL);

	if (put < 0)
		return blocked(POLLOUT);
	*done = (size_t)put;
	return IO_DONE;
}

/* Room for n more octets behind what is not read yet. */
static void
make_room(struct stream *stream, size_t n)
{
	if (stream->at > 0 && stream->end + n > stream->in_size) {
		memmove(stream->in, stream->in + stream->at,
		    stream->end - stream->at);
		stream->end -= stream->at;
		stream->at = 0;
	}
	if (stream->end + n > stream->in_size) {
		stream->in_size = 2 * stream->in_size + n;
		stream->in = xrealloc(stream->in, stream->in_size);
	}
}

/* Receives some octets; false when the stream has failed. */
static bool
fill(struct stream *stream)
{
	size_t done = 0;
	enum io io;

	stream_flush(stream);
	while (stream->fault == STREAM_WELL) {
		/* A server that never ends must not keep us: the wait below
		 * sees the deadline only when nothing is there to read. */
		if (clock_left(stream->deadline) == 0 &&
		    !stream_wait(stream, 0))
			return false;
		make_room(stream, READ_SIZE);
		io = stream->tls != NULL ?
		    tls_read(stream, stream->in + stream->end, READ_SIZE,
		    &done) :
		    plain_read(stream, stream->in + stream->end, READ_SIZE,
		    &done);
		if (!stream_io(stream, io))
			return false;
		if (io != IO_DONE)
			continue;
		stream->rounds += stream->asked;
		stream->asked = false;
		stream->received = true;
		stream->end += done;
		return true;
	}
	return false;
}

const char *
stream_line(struct stream *stream, size_t *length)
{
	size_t seen = 0, n;
	char *lf, *line;

	if (stream->fault != STREAM_WELL)
		return NULL;
	while ((lf = memchr(stream->in + stream->at + seen, '\n',
	    stream->end - stream->at - seen)) == NULL) {
		seen = stream->end - stream->at;
		if (seen > stream->line_max)
			break;
		if (!fill(stream))
			return NULL;
	}
	line = stream->in + stream->at;
	if (lf == NULL || (size_t)(lf - line) > stream->line_max) {
		stream_fail(stream, STREAM_TOO_LONG,
		    _("%s sent a line of more than %zu bytes, we waited "
		    "for %s"), stream->host, stream->line_max, stream->stage);
		return NULL;
	}
	n = (size_t)(lf - line);
	stream->at += n + 1;
	if (n > 0 && line[n - 1] == '\r')
		n--;
	line[n] = '\0';
	if (length != NULL)
		*length = n;
	return line;
}

const char *
stream_octets(struct stream *stream, size_t n)
{
	const char *octets;

	while (stream->fault == STREAM_WELL && stream->end - stream->at < n)
		if (!fill(stream))
			return NULL;
	if (stream->fault != STREAM_WELL)
		return NULL;
	octets = stream->in + stream->at;
	stream->at += n;
	return octets;
}

int
stream_octet(struct stream *stream)
{
	if (stream->fault != STREAM_WELL ||
	    (stream->at == stream->end && !fill(stream)))
		return -1;
	return (unsigned char)stream->in[stream->at++];
}

bool
stream_begins(struct stream *stream, const char *text)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++) {
		if (stream->fault != STREAM_WELL ||
		    (stream->at + i == stream->end && !fill(stream)))
			return false;
		if (text_lower((unsigned char)stream->in[stream->at + i]) !=
		    text_lower((unsigned char)text[i]))
			return false;
	}
	return true;
}

/* realloc(3) could leave a password behind in what it frees. */
static void
grow_out(struct stream *stream, size_t n)
{
	size_t size = 2 * (stream->out_length + n);
	char *out;

	if (stream->out_length + n <= stream->out_size)
		return;
	out = xcalloc(1, size);
	if (stream->out != NULL) {
		memcpy(out, stream->out, stream->out_length);
		explicit_bzero(stream->out, stream->out_length);
	}
	free(stream->out);
	stream->out = out;
	stream->out_size = size;
}

void
stream_write(struct stream *stream, const void *octets, size_t n)
{
	if (stream->fault != STREAM_WELL || n == 0)
		return;
	grow_out(stream, n);
	memcpy(stream->out + stream->out_length, octets, n);
	stream->out_length += n;
}

void
stream_puts(struct stream *stream, const char *text)
{
	stream_write(stream, text, strlen(text));
}

void
stream_flush(struct stream *stream)
{
	size_t sent = 0, done;
	enum io io;

	while (stream->fault == STREAM_WELL && sent < stream->out_length) {
		done = 0;
		io = stream->tls != NULL ?
		    tls_write(stream, stream->out + sent,
		    stream->out_length - sent, &done) :
		    plain_write(stream, stream->out + sent,
		    stream->out_length - sent, &done);
		/* What a server that is gone said last is still to be read,
		 * and reading tells that it is gone. */
		if (io == IO_ERROR && (errno == EPIPE || errno == ECONNRESET))
			break;
		if (!stream_io(stream, io))
			break;
		sent += done;
		stream->asked = true;
	}
	if (stream->out != NULL)
		explicit_bzero(stream->out, stream->out_length);
	stream->out_length = 0;
}

void
stream_limit(struct stream *stream, size_t line_max)
{
	stream->line_max = line_max;
}

void
stream_stage(struct stream *stream, const char *stage)
{
	stream->stage = stage;
	die_stage(_("%s: waiting for %s"), stream->host, stage);
}

struct stream *
stream_from(int fd, const char *host, int64_t deadline)
{
	struct stream *stream = xcalloc(1, sizeof(*stream));

	stream->fd = fd;
	stream->host = xstrdup(host);
	stream->deadline = deadline;
	stream->line_max = STREAM_LINE_MAX;
	stream->stage = _("the connection");
	make_room(stream, READ_SIZE);
	return stream;
}

void
stream_free(struct stream *stream)
{
	if (stream == NULL)
		return;
	tls_free(stream);
	if (stream->fd != -1)
		close(stream->fd);
	if (stream->out != NULL)
		explicit_bzero(stream->out, stream->out_size);
	free(stream->out);
	free(stream->in);
	free(stream->host);
	free(stream->port);
	free(stream);
}

enum stream_fault
stream_fault(const struct stream *stream)
{
	return stream->fault;
}

const char *
stream_error(const struct stream *stream)
{
	return stream->error;
}

const struct dns_answer *
stream_unresolved(const struct stream *stream)
{
	return stream->unresolved;
}

bool
stream_is_tls(const struct stream *stream)
{
	return stream->tls != NULL;
}

bool
stream_certificate_end(const struct stream *stream, int64_t *end)
{
	*end = stream->certificate_end;
	return stream->has_certificate;
}

const struct ip *
stream_peer(const struct stream *stream)
{
	return &stream->peer;
}

unsigned int
stream_rounds(const struct stream *stream)
{
	return stream->rounds;
}
