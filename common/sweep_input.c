/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "i18n.h"
#include "sweep_int.h"

#define ENDLESS (16 * 1024 * 1024)	/* a line of that length never ends */
#define PASSED_MAX 10000	/* lines passed over at one go */

/* How many of the n octets begin a subject; *blank: only blanks so far in the
 * line. */
static unsigned long
count_subjects(const char *p, size_t n, bool *blank)
{
	const char *end = p + n;
	unsigned long subjects = 0;

	for (; p < end; p++) {
		if (!*blank) {
			p = memchr(p, '\n', (size_t)(end - p));
			if (!p)
				break;
			*blank = true;
		} else if (!strchr(" \t\r\n", *p) || *p == '\0') {
			*blank = false;
			subjects += *p != '#';
		}
	}
	return subjects;
}

/* How many subjects a file has, for the time left; 0 when it can't be told
 * cheaply. */
static unsigned long
count_file(int fd, off_t size)
{
	unsigned long subjects = 0;
	char buffer[65536];
	bool blank = true;
	ssize_t n;

	if (size > 256 * 1024 * 1024)
		return 0;
	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		subjects += count_subjects(buffer, (size_t)n, &blank);
	return lseek(fd, 0, SEEK_SET) == 0 ? subjects : 0;
}

const char *
sweep_input_open(struct sweep_input *input, const struct sweep *sweep)
{
	struct stat st;

	memset(input, 0, sizeof(*input));
	input->fd = -1;
	if (!sweep->file) {
		input->list = sweep->subjects;
		input->left = input->total = sweep->count;
		return NULL;
	}
	input->fd = strcmp(sweep->file, "-") == 0 ? STDIN_FILENO :
	    open(sweep->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (input->fd < 0 || fstat(input->fd, &st) != 0)
		return strerror(errno);
	if (S_ISDIR(st.st_mode))
		return _("a directory");
	input->regular = S_ISREG(st.st_mode);
	if (input->regular)
		input->total = count_file(input->fd, st.st_size);
	return NULL;
}

void
sweep_input_close(struct sweep_input *input)
{
	if (input->fd > STDIN_FILENO)
		close(input->fd);
	input->fd = -1;
}

/* Reads on without waiting; false when there is nothing now. */
static bool
fill(struct sweep_input *input)
{
	struct pollfd pfd = { .fd = input->fd, .events = POLLIN };
	ssize_t n;

	if (input->start > 0) {
		memmove(input->buffer, input->buffer + input->start,
		    input->end - input->start);
		input->end -= input->start;
		input->start = 0;
	}
	if (!input->regular && poll(&pfd, 1, 0) <= 0)
		return false;
	n = read(input->fd, input->buffer + input->end,
	    sizeof(input->buffer) - input->end);
	if (n < 0)
		return errno != EAGAIN && errno != EINTR ?
		    (input->ended = true) : false;
	if (n == 0)
		input->ended = true;
	input->end += (size_t)n;
	return true;
}

/* The next line with its length; false when there is none in the buffer. */
static bool
take_line(struct sweep_input *input, char **line, size_t *length)
{
	char *start = input->buffer + input->start;
	size_t have = input->end - input->start;
	char *end = memchr(start, '\n', have);

	if (!end && !(input->ended && have > 0) &&
	    have < sizeof(input->buffer))
		return false;
	*line = start;
	*length = end ? (size_t)(end - start) : have;
	input->start += *length + (end ? 1 : 0);
	if (!end && !input->ended) {
		/* Longer than the buffer: told once, the rest passed over. */
		input->skipped += *length;
		if (input->skipping)
			*line = NULL;
		input->skipping = true;
		return true;
	}
	if (input->skipping)
		*line = NULL;
	input->skipping = false;
	input->skipped = 0;
	return true;
}

/* Blanks around it go, and the CR of a CRLF; what is wrong with it. */
static const char *
trim(char *line, size_t length, char text[SWEEP_LINE_MAX])
{
	while (length > 0 && strchr(" \t\r", line[length - 1]) &&
	    line[length - 1] != '\0')
		length--;
	while (length > 0 && (*line == ' ' || *line == '\t')) {
		line++;
		length--;
	}
	if (length >= SWEEP_LINE_MAX) {
		memcpy(text, line, 40);
		text[40] = '\0';
		return _("the line is too long");
	}
	memcpy(text, line, length);
	text[length] = '\0';
	return memchr(text, '\0', length) ? _("a NUL byte") : NULL;
}

static enum sweep_got
next_of_list(struct sweep_input *input, char text[SWEEP_LINE_MAX])
{
	if (input->left == 0)
		return SWEEP_END;
	input->left--;
	input->line++;
	/* left is not more than what is in the list:
	 * NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
	snprintf(text, SWEEP_LINE_MAX, "%s", *input->list++);
	return SWEEP_SUBJECT;
}

enum sweep_got
sweep_input_next(struct sweep_input *input, char text[SWEEP_LINE_MAX],
    const char **wrong)
{
	unsigned int passed = 0;
	size_t length;
	char *line;

	*wrong = NULL;
	if (input->list || input->fd < 0)
		return next_of_list(input, text);
	for (;;) {
		if (!take_line(input, &line, &length)) {
			if (input->ended)
				return SWEEP_END;
			if (!fill(input))
				return SWEEP_LATER;
			continue;
		}
		if (!line && input->skipped <= ENDLESS)
			continue;
		if (!line) {
			input->ended = true;
			input->start = input->end = 0;
			snprintf(text, SWEEP_LINE_MAX, "...");
			*wrong = _("the line does not end; reading ends here");
			return SWEEP_SUBJECT;
		}
		input->line++;
		*wrong = trim(line, length, text);
		if (*wrong || (*text != '\0' && *text != '#'))
			return SWEEP_SUBJECT;
		/* Endless comments must not keep the rest from going on. */
		if (++passed == PASSED_MAX)
			return SWEEP_LATER;
	}
}
