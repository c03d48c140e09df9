/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of sections, and the periods that stand in some of them. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "die.h"
#include "ini.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
use(const struct ini_entry *entry)
{
	const char *rest = NULL;

	if (client_timespan(entry->value) < 0 ||
	    client_calendar(entry->value) < 0 ||
	    client_cron(entry->value, &rest) < 0 || rest < entry->value ||
	    rest > entry->value + strlen(entry->value))
		abort();
	(void)ini_bool(entry->value, true);
	(void)ini_number(entry->value, 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xcalloc(1, size + 1);
	const char *section;
	struct ini ini;
	size_t i = 0;

	if (size > 0)
		memcpy(text, data, size);
	ini_parse(&ini, text, size);
	for (size_t j = 0; j < ini.count; j++)
		use(&ini.list[j]);
	while ((section = ini_section(&ini, "A", &i)) != NULL)
		if (ini_get(&ini, section, "") == NULL)
			abort();
	ini_clear(&ini);
	return 0;
}
