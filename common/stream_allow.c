/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stream.h"

#include <string.h>

/* "8d33f237.0": only such names are opened when a certificate is looked for. */
static bool
is_hashed(const char *name)
{
	return strlen(name) > 9 && name[8] == '.';
}

void
stream_allow_tls(struct sandbox *sandbox, const struct stream_tls *tls)
{
	const char *dir = tls->ca_dir;

	if (tls->insecure)
		return;
	if (tls->ca_file != NULL)
		sandbox_read(sandbox, tls->ca_file);
	if (dir == NULL && tls->ca_file == NULL)
		dir = STREAM_CA_DIR;
	if (dir == NULL)
		return;
	sandbox_read(sandbox, dir);
	sandbox_read_links(sandbox, dir, is_hashed);
}
