/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filter, and what cuts and counts: whatever goes in, what comes out has
 * none of the characters that the filter is there for. */
#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
require_harmless(const char *text, bool ascii)
{
	size_t used, left = strlen(text);
	uint32_t c;

	require(strpbrk(text, "|<>&'\"`$\\") == NULL);
	for (; left > 0; text += used, left -= used) {
		c = text_decode(text, left, &used);
		require(c != TEXT_ILL_FORMED && c >= ' ' && c != 0x7f);
		require(c < 0x80 || !ascii);
		require(c < 0x80 || c > 0x9f);
	}
}

/* Into a buffer of its very size: AddressSanitizer sees one octet too many. */
static void
use_clean(const uint8_t *data, size_t size, size_t room)
{
	char *dst = malloc(room);

	require(text_clean(dst, room, data, size) == dst);
	require(strlen(dst) < room);
	require_harmless(dst, true);
	free(dst);
}

static void
use_filter(const char *text, size_t room)
{
	char *copy = strdup(text), *again;

	text_filter(copy);
	require(strlen(copy) <= strlen(text));
	require_harmless(copy, !text_utf8());
	again = strdup(copy);
	text_filter(again);
	require(strcmp(copy, again) == 0);
	(void)text_columns(copy);
	text_cut(copy, room);
	require(strlen(copy) < room);
	require_harmless(copy, !text_utf8());
	free(again);
	free(copy);
}

static void
use_numbers(const char *text)
{
	unsigned long long octets;
	unsigned long number;
	long seconds;

	if (text_number(text, 5, 1000, &number))
		require(number >= 5 && number <= 1000 && text_digits(text));
	if (text_duration(text, &seconds))
		require(seconds >= 0 && seconds <= 3650L * 86400);
	if (text_size(text, &octets))
		require(text[0] >= '0' && text[0] <= '9');
	require(text_state(text) >= -1 && text_state(text) <= 3);
	require(text_equal(text, text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t room = size == 0 ? 1 : (size_t)data[0] % 64 + 1;
	char *text = calloc(size + 1, 1);

	if (size > 0)
		memcpy(text, data, size);
	use_clean(data, size, room);
	use_clean(data, size, size + 1);
	setlocale(LC_CTYPE, "C");
	use_filter(text, room);
	if (setlocale(LC_CTYPE, "C.UTF-8") != NULL)
		use_filter(text, room);
	use_numbers(text);
	free(text);
	return (0);
}
