/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of -f: lines into subjects. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain.h"
#include "sweep_int.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
use(char line[SWEEP_LINE_MAX], const char *wrong)
{
	char name[DOMAIN_MAX];
	size_t length = strlen(line);

	if (length >= SWEEP_LINE_MAX || (wrong && *wrong == '\0'))
		abort();
	if (wrong)
		return;
	if (length == 0 || *line == '#' || strchr(line, '\n') ||
	    strchr(" \t\r", line[length - 1]))
		abort();
	if (!domain_parse(name, line) && strlen(name) >= DOMAIN_MAX)
		abort();
}

/* One file for all inputs. */
static int
list_file(void)
{
	static int fd = -1;
	char name[] = "/tmp/weblife-XXXXXX";

	if (fd >= 0)
		return fd;
	fd = mkstemp(name);
	if (fd < 0)
		abort();
	unlink(name);
	return fd;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sweep_input input;
	struct sweep sweep = { 0 };
	char line[SWEEP_LINE_MAX], path[40];
	const char *wrong;
	enum sweep_got got;
	unsigned long number = 0;
	int fd = list_file();

	if (ftruncate(fd, 0) != 0 ||
	    pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	sweep.file = path;
	if (sweep_input_open(&input, &sweep))
		abort();
	while ((got = sweep_input_next(&input, line, &wrong)) != SWEEP_END) {
		if (got == SWEEP_LATER)
			continue;
		use(line, wrong);
		if (input.line < number)
			abort();
		number = input.line;
	}
	sweep_input_close(&input);
	return 0;
}
