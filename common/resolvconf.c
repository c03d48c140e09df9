/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "i18n.h"
#include "resolvconf.h"

#define KEYWORD "nameserver"
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
