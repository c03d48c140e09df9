/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * weblife.h - what weblife.me prescribes, as data; nowhere else.
 *
 * Source: the provider's support article "mail cannot be sent or received",
 * bindup.jp/support/09/0906/09090609t, read 2026-11; its SPF value since the
 * server maintenance of 2024-02-27.
 */
#ifndef WEBLIFE_WEBLIFE_H
#define WEBLIFE_WEBLIFE_H

#include <stddef.h>

#define WEBLIFE_PROVIDER "weblife.me"

/* The two MX records at the domain itself (sub-domain field left empty). */
static const struct {
	unsigned int preference;
	const char *host;
} weblife_mx[] = {
	{ 10, "bs-mail-mta01.weblife.me" },
	{ 100, "bs-mail-mta02.weblife.me" },
};
#define WEBLIFE_MX_COUNT (sizeof(weblife_mx) / sizeof(weblife_mx[0]))

/* The SPF record: TXT at the domain itself. */
#define WEBLIFE_SPF_INCLUDE "_spf.weblife.me"
#define WEBLIFE_SPF_RECORD "v=spf1 include:_spf.weblife.me ~all"

/* The addresses of the value before 2024-02-27, which must be replaced. */
static const char *const weblife_spf_old[] = {
	"122.219.43.142", "122.219.46.7", "122.219.46.23", "122.219.46.39",
	"122.219.46.55", "210.131.150.91", "210.131.150.92", "122.219.45.73",
	"122.219.40.14",
};
#define WEBLIFE_SPF_OLD_COUNT \
	(sizeof(weblife_spf_old) / sizeof(weblife_spf_old[0]))

/* What the article advises: one fetch in ten minutes (seconds), a new mailbox
 * is active after about two hours. */
#define WEBLIFE_POLL_ADVISED 600
#define WEBLIFE_MAILBOX_HOURS 2

#endif
