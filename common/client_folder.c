/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client_folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool
client_ends(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return n >= m && strcmp(name + n - m, ending) == 0;
}

void
client_folder(struct clients *clients, const char *path,
    bool (*wanted)(const char *), void (*take)(struct clients *,
    const char *))
{
	struct dirent **list;
	int count;

	if (!client_is_folder(path)) {
		take(clients, path);
		return;
	}
	if (!client_link_trusted(clients, path))
		return;
	count = scandir(path, &list, NULL, alphasort);
	if (count < 0) {
		clients_error(clients, path, strerror(errno));
		return;
	}
	for (int i = 0; i < count; i++) {
		char *name = client_path(path, list[i]->d_name);

		if (wanted(list[i]->d_name) && !client_is_folder(name))
			take(clients, name);
		free(name);
		free(list[i]);
	}
	free(list);
}

bool
client_ini(struct clients *clients, struct ini *ini, const char *path,
    const char *program, const char *const *sections)
{
	size_t length, first = 0;
	char *text = client_file(clients, path, &length, false);
	bool known;

	*ini = (struct ini){ 0 };
	if (text == NULL)
		return false;
	known = client_is_blank(text, length);
	ini_parse(ini, text, length);
	for (; !known && *sections != NULL; sections++, first = 0)
		known = ini_section(ini, *sections, &first) != NULL;
	if (!known)
		clients_foreign(clients, path, program);
	return known;
}
