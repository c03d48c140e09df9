/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "logfile.h"

static const char *
skip_digits(const char *p)
{
	while (*p >= '0' && *p <= '9')
		p++;
	return p;
}

/* ".1", ".12.gz", "-20261124", "-20261124.gz", "-20261124-1763942400" */
static bool
is_rotation(const char *suffix)
{
	const char *end = skip_digits(suffix + 1);

	if (end == suffix + 1)
		return false;
	if (*suffix == '-') {
		if (end - suffix < 9)
			return false;
		if (*end == '-')
			end = skip_digits(end + 1);
	} else if (*suffix != '.') {
		return false;
	}
	return *end == '\0' || strcmp(end, ".gz") == 0;
}

static int
newest_first(const void *a, const void *b)
{
	const struct rotated *x = a, *y = b;
	int64_t p = x->stat.st_mtime, q = y->stat.st_mtime;

	if (p != q)
		return p < q ? 1 : -1;
	if (strlen(x->path) != strlen(y->path))
		return strlen(x->path) < strlen(y->path) ? -1 : 1;
	return strcmp(x->path, y->path);
}

static char *
directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return xstrdup(".");
	return xstrndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

struct rotated *
rotated_list(const char *path, size_t *count)
{
	char *directory = directory_of(path);
	const char *name = name_of(path);
	DIR *dir = opendir(directory);
	struct rotated *list = NULL;
	struct dirent *entry;

	*count = 0;
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		struct rotated r;

		if (strncmp(entry->d_name, name, strlen(name)) != 0 ||
		    !is_rotation(entry->d_name + strlen(name)))
			continue;
		r.path = xasprintf("%s/%s", directory, entry->d_name);
		if (stat(r.path, &r.stat) < 0 || !S_ISREG(r.stat.st_mode)) {
			free(r.path);
			continue;
		}
		list = xreallocarray(list, *count + 1, sizeof(*list));
		list[(*count)++] = r;
	}
	if (dir != NULL)
		closedir(dir);
	free(directory);
	if (list != NULL)
		qsort(list, *count, sizeof(*list), newest_first);
	return list;
}

void
rotated_free(struct rotated *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(list[i].path);
	free(list);
}

static void
allow_folder(struct sandbox *sandbox, const char *path)
{
	char *folder = directory_of(path);

	sandbox_read(sandbox, folder);
	sandbox_read_links(sandbox, folder, NULL);
	free(folder);
}

void
logwindow_allow(struct sandbox *sandbox, const char *path)
{
	char *target;

	if (strcmp(path, "-") == 0)
		return;
	sandbox_read(sandbox, path);
	allow_folder(sandbox, path);
	target = realpath(path, NULL);
	if (target != NULL)
		allow_folder(sandbox, target);
	free(target);
	/* who may read a log that we may not */
	sandbox_read(sandbox, "/etc/nsswitch.conf");
	sandbox_read(sandbox, "/etc/passwd");
	sandbox_read(sandbox, "/etc/group");
}
