/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fetchmailrc.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fetchmailrc rc;

	fetchmailrc_parse(&rc, (const char *)data, size);
	for (size_t i = 0; i < rc.count; i++) {
		const struct fetchmail_user *u = &rc.users[i];

		if (strlen(u->host) >= sizeof(u->host) ||
		    strlen(u->name) >= sizeof(u->name) || u->interval < 1 ||
		    (u->imap && u->pop3))
			abort();
	}
	if (rc.daemon < 0)
		abort();
	fetchmailrc_clear(&rc);
	return 0;
}
