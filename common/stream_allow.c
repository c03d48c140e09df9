/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stream.h"

#include <string.h>

/* Where the system keeps what its folder of hashed names links to. */
static const char *const stores[] = {
	"/usr/share/ca-certificates/", "/usr/local/share/ca-certificates/",
};

/* A rule for each of 140 links costs more than all else before the first
 * packet.  A link within the folder is looked at itself. */
static bool
leads_elsewhere(const char *target)
{
	size_t i;

	for (i = 0; i < sizeof(stores) / sizeof(stores[0]); i++)
		if (strncmp(target, stores[i], strlen(stores[i])) == 0)
			return false;
	return strchr(target, '/') != NULL;
}

void
stream_allow_tls(struct sandbox *sandbox, const struct stream_tls *tls)
{
	const char *dir = tls->ca_dir;
	size_t i;

	if (tls->insecure)
		return;
	if (tls->ca_file != NULL)
		sandbox_read(sandbox, tls->ca_file);
	if (dir == NULL && tls->ca_file == NULL)
		dir = STREAM_CA_DIR;
	if (dir == NULL)
		return;
	sandbox_read(sandbox, dir);
	for (i = 0; i < sizeof(stores) / sizeof(stores[0]); i++)
		sandbox_read(sandbox, stores[i]);
	sandbox_read_links(sandbox, dir, leads_elsewhere);
}
