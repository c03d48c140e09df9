/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "i18n.h"
#include "resolvconf.h"

#define KEYWORD "nameserver"
#define SHOWN 3			/* servers */
#define FILE_LIMIT ((size_t)64 * 1024)

static bool
is_blank(char c)
{
	return (c == ' ' || c == '\t' || c == '\r');
}

static bool
is_known(const struct endpoint *servers, size_t count, const struct ip *ip)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (ip_equal(&servers[i].ip, ip))
			return (true);
	return (false);
}

/* The address of a nameserver line; what stands behind it is passed over. */
static bool
parse_line(struct ip *ip, const char *line, size_t length)
{
	const size_t keyword = strlen(KEYWORD);
	char word[IP_TEXT_MAX];
	size_t n = 0;

	if (length <= keyword || memcmp(line, KEYWORD, keyword) != 0 ||
	    !is_blank(line[keyword]))
		return (false);
	line += keyword;
	length -= keyword;
	while (length > 0 && is_blank(*line)) {
		line++;
		length--;
	}
	while (n < length && !is_blank(line[n]) && n < sizeof(word) - 1) {
		word[n] = line[n];
		n++;
	}
	word[n] = '\0';
	if (n < length && !is_blank(line[n]))
		return (false);
	return (strlen(word) == n && ip_parse(ip, word));
}

size_t
resolvconf_parse(struct endpoint servers[RESOLVCONF_MAX], const char *text,
    size_t length)
{
	size_t n, count = 0;
	const char *end;
	struct ip ip;

	while (length > 0 && count < RESOLVCONF_MAX) {
		end = memchr(text, '\n', length);
		n = end == NULL ? length : (size_t)(end - text);
		if (parse_line(&ip, text, n) &&
		    !is_known(servers, count, &ip)) {
			servers[count].ip = ip;
			servers[count++].port = 53;
		}
		n += end == NULL ? 0 : 1;
		text += n;
		length -= n;
	}
	return (count);
}

/* Fills text from the file; NULL, or what is wrong with it. */
static const char *
read_all(int fd, char *text, size_t size, size_t *length)
{
	ssize_t n;

	*length = 0;
	while (*length < size) {
		n = read(fd, text + *length, size - *length);
		if (n == 0)
			return (NULL);
		if (n > 0)
			*length += (size_t)n;
		else if (errno != EINTR)
			return (strerror(errno));
	}
	return (_("it is larger than 64 KiB"));
}

const char *
resolvconf_read(const char *path, struct endpoint servers[RESOLVCONF_MAX],
    size_t *count)
{
	/* O_NONBLOCK: a FIFO must not hold us up */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	const char *problem;
	size_t length;
	char *text;

	*count = 0;
	if (fd < 0)
		return (errno == ENOENT ? NULL : strerror(errno));
	text = xcalloc(1, FILE_LIMIT + 1);
	problem = read_all(fd, text, FILE_LIMIT + 1, &length);
	if (problem == NULL)
		*count = resolvconf_parse(servers, text, length);
	free(text);
	close(fd);
	return (problem);
}

static bool
blamed(const struct report *report)
{
	static const char *const causes[] = { "resolver_lost",
		"resolver_sick", "resolver_refuses", "resolver_tcp",
		"no_route" };
	size_t i;

	for (i = 0; i < sizeof(causes) / sizeof(causes[0]); i++)
		if (report_has_cause(report, causes[i]))
			return true;
	return false;
}

/* "192.0.2.1, 192.0.2.2:5353, 2001:db8::1 and 2 more" */
static void
servers_text(char *text, size_t size, const struct endpoint *servers,
    size_t count)
{
	char one[ENDPOINT_TEXT_MAX];
	unsigned long more;
	size_t i, used = 0;

	*text = '\0';
	for (i = 0; i < count && i < SHOWN; i++) {
		snprintf(text + used, size - used, "%s%s", i > 0 ? ", " : "",
		    endpoint_text(&servers[i], one, 53));
		used += strlen(text + used);
	}
	more = count - i;
	if (more > 0)
		snprintf(text + used, size - used,
		    ngettext(" and %lu more", " and %lu more", more), more);
}

void
resolvconf_advise(struct report *report, const struct endpoint *servers,
    size_t count, bool given)
{
	char text[SHOWN * ENDPOINT_TEXT_MAX + 64];

	if (!blamed(report))
		return;
	servers_text(text, sizeof(text), servers, count);
	if (given)
		report_advice(report, _("Resolver asked: %s, named with "
		    "--server. See whether it runs and answers this host."),
		    text);
	else
		report_advice(report, _("Resolver asked: %s. See the "
		    "nameserver lines in /etc/resolv.conf, or name a resolver "
		    "with --server."), text);
}
