/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names as typed: what is taken is a name for the DNS and stays the same when
 * it is read again; what is shown is harmless. */
#include "config.h"

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
require_name(const char *name)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t n;

	require(strlen(name) >= 1 && strlen(name) <= 253);
	require(!text_digits(domain_top(name)));
	while (*name != '\0') {
		n = strspn(name, letters);
		require(n >= 1 && n <= 63);
		require(name[0] != '-' && name[n - 1] != '-');
		name += n;
		require(*name == '\0' || (*name == '.' && name[1] != '\0'));
		name += *name == '.';
	}
}

static void
use_parse(const char *text)
{
	char name[DOMAIN_MAX], again[DOMAIN_MAX];

	if (domain_parse(name, text) != NULL)
		return;
	require_name(name);
	require(domain_parse(again, name) == NULL);
	require(strcmp(name, again) == 0);
	require(domain_equal(name, again) && domain_ends(name, again));
}

static void
use_text(const char *name, size_t room)
{
	char *text = malloc(room), *filtered;

	require(domain_text(text, room, name) == text);
	require(strlen(text) < room);
	filtered = strdup(text);
	text_filter(filtered);
	require(strcmp(text, filtered) == 0);
	free(filtered);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t room = size == 0 ? 1 : (size_t)data[0] * 3 + 1;
	char *text = calloc(size + 1, 1);

	if (size > 0)
		memcpy(text, data, size);
	setlocale(LC_CTYPE, "C.UTF-8");
	use_parse(text);
	use_text(text, room);
	(void)domain_ends(text, "example.jp");
	(void)domain_ends("www.example.jp", text);
	(void)domain_equal(text, "example.jp");
	free(text);
	return (0);
}
