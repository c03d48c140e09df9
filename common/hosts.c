/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "domain.h"

#define HOSTS_FILE_MAX (1024 * 1024)

struct line {
	const char *at;
	const char *end;
};

/* The next word of the line into word; false when there is none.  A word that
 * is too long for a name is "". */
static bool
next_word(struct line *line, char word[DOMAIN_MAX])
{
	const char *start;
	size_t n;

	while (line->at < line->end &&
	    (*line->at == ' ' || *line->at == '\t' || *line->at == '\r'))
		line->at++;
	start = line->at;
	while (line->at < line->end &&
	    *line->at != ' ' && *line->at != '\t' && *line->at != '\r')
		line->at++;
	n = (size_t)(line->at - start);
	if (n >= DOMAIN_MAX || memchr(start, '\0', n) != NULL) {
		word[0] = '\0';
		return true;
	}
	memcpy(word, start, n);
	word[n] = '\0';
	return n > 0;
}

static size_t
add_once(struct ip addresses[HOSTS_ADDRESSES], size_t count,
    const struct ip *ip)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (ip_equal(&addresses[i], ip))
			return count;
	if (count < HOSTS_ADDRESSES)
		addresses[count++] = *ip;
	return count;
}

static size_t
read_line(struct ip addresses[HOSTS_ADDRESSES], size_t count,
    struct line line, const char *name)
{
	char word[DOMAIN_MAX];
	struct ip ip;

	if (!next_word(&line, word) || !ip_parse(&ip, word))
		return count;
	while (next_word(&line, word))
		if (domain_equal(word, name))
			return add_once(addresses, count, &ip);
	return count;
}

size_t
hosts_parse(struct ip addresses[HOSTS_ADDRESSES], const char *text,
    size_t length, const char *name)
{
	const char *at = text, *end = text + length, *eol, *comment;
	size_t count = 0;

	while (at < end) {
		eol = memchr(at, '\n', (size_t)(end - at));
		if (eol == NULL)
			eol = end;
		comment = memchr(at, '#', (size_t)(eol - at));
		count = read_line(addresses, count,
		    (struct line){ at, comment != NULL ? comment : eol },
		    name);
		at = eol + 1;
	}
	return count;
}

size_t
hosts_find(struct ip addresses[HOSTS_ADDRESSES], const char *path,
    const char *name)
{
	size_t count, n = 0;
	ssize_t got;
	char *text;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1)
		return 0;
	text = xcalloc(1, HOSTS_FILE_MAX);
	while (n < HOSTS_FILE_MAX &&
	    (got = read(fd, text + n, HOSTS_FILE_MAX - n)) > 0)
		n += (size_t)got;
	close(fd);
	count = hosts_parse(addresses, text, n, name);
	free(text);
	return count;
}
