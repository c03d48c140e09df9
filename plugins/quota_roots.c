/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "quota_judge.h"
#include "text.h"

#define ITEMS_MAX (IMAP_ROOTS_MAX * IMAP_RESOURCES_MAX)

const struct cause quota_cause_full = {
	"mailbox_full", N_("a mailbox near or over its capacity") };
static const struct cause cause_more = {
	"quota_more", N_("more quota roots than are looked at") };

/* A resource with a limit, and what it comes to. */
struct item {
	const struct imap_root *root;
	const struct imap_resource *resource;
	bool storage;
	double usage;
	double limit;
	double percent;
	enum state state;
};

char *
quota_size_text(double octets, char *text, size_t size)
{
	static const char *const units[] = { "bytes", "KB", "MB", "GB", "TB",
	    "PB" };
	size_t i = 0;

	while (octets >= 1024 && i + 1 < sizeof(units) / sizeof(units[0])) {
		octets /= 1024;
		i++;
	}
	snprintf(text, size, i == 0 || octets >= 100 ? "%.0f %s" : "%.1f %s",
	    octets, units[i]);
	return text;
}

double
quota_percent(double usage, double limit)
{
	return round(usage / limit * 1000) / 10;
}

enum state
quota_state(const struct quota_config *config, double percent)
{
	if (range_alerts(&config->critical, percent))
		return STATE_CRITICAL;
	if (range_alerts(&config->warning, percent))
		return STATE_WARNING;
	return STATE_OK;
}

void
quota_advise_room(struct report *report)
{
	report_advice(report, "%s", _("Make room: in the mail program let old "
	    "mail be deleted from the server regularly (do not leave messages "
	    "on the server, or only for some days); in webmail delete what is "
	    "no longer needed and empty the trash."));
}

static size_t
gather(struct item *items, const struct quota_config *config,
    const struct quota_facts *facts)
{
	const struct imap_resource *resource;
	const struct imap_root *root;
	struct item *item;
	size_t i, j, n = 0;

	for (i = 0; i < facts->quota.count; i++) {
		root = &facts->quota.roots[i];
		for (j = 0; j < root->count; j++) {
			resource = &root->resources[j];
			if (!imap_resource_counts(resource))
				continue;
			item = &items[n++];
			item->root = root;
			item->resource = resource;
			item->storage = strcmp(resource->name, "STORAGE") == 0;
			item->usage = (double)resource->usage;
			item->limit = (double)resource->limit;
			item->percent = quota_percent(item->usage,
			    item->limit);
			item->state = quota_state(config, item->percent);
		}
	}
	return n;
}

/* STORAGE first, the one with least free space ahead, as Roundcube shows it;
 * then the fullest of the others. */
static int
compare(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	double left;

	if (x->storage != y->storage)
		return x->storage ? -1 : 1;
	left = x->storage ? (x->limit - x->usage) - (y->limit - y->usage) :
	    y->percent - x->percent;
	return left < 0 ? -1 : left > 0;
}

static const char *
resource_text(const struct imap_resource *resource)
{
	if (strcmp(resource->name, "MESSAGE") == 0)
		return _("number of messages");
	if (strcmp(resource->name, "MAILBOX") == 0 ||
	    strcmp(resource->name, "X-NUM-FOLDERS") == 0)
		return _("number of mailboxes");
	if (imap_resource_is_size(resource))
		return _("size of annotations");
	return resource->shown;
}

/* " (User quota)": not every server gives its root a name. */
static const char *
root_text(const struct imap_root *root, char *text, size_t size)
{
	if (root->shown[0] == '\0')
		return "";
	snprintf(text, size, " (%s)", root->shown);
	return text;
}

static void
add_storage(struct report *report, const struct quota_config *config,
    const struct item *item)
{
	char used[QUOTA_SIZE_TEXT], whole[QUOTA_SIZE_TEXT];
	char rest[QUOTA_SIZE_TEXT], root[80];
	double left = item->limit - item->usage;

	quota_size_text(item->usage * 1024, used, sizeof(used));
	quota_size_text(item->limit * 1024, whole, sizeof(whole));
	quota_size_text(fabs(left) * 1024, rest, sizeof(rest));
	report_add(report, config->user, item->state, left < 0 ?
	    _("%.1f %% full: %s of %s, %s over%s") :
	    _("%.1f %% full: %s of %s, %s free%s"), item->percent, used,
	    whole, rest, root_text(item->root, root, sizeof(root)));
}

static void
add_other(struct report *report, const struct quota_config *config,
    const struct item *item)
{
	char used[QUOTA_SIZE_TEXT], whole[QUOTA_SIZE_TEXT], root[80];

	if (imap_resource_is_size(item->resource)) {
		quota_size_text(item->usage * 1024, used, sizeof(used));
		quota_size_text(item->limit * 1024, whole, sizeof(whole));
	} else {
		snprintf(used, sizeof(used), "%.0f", item->usage);
		snprintf(whole, sizeof(whole), "%.0f", item->limit);
	}
	report_add(report, config->user, item->state,
	    _("%s at %.1f %% of the limit: %s of %s%s"),
	    resource_text(item->resource), item->percent, used, whole,
	    root_text(item->root, root, sizeof(root)));
}

static void
add_metric(struct report *report, const char *label, double value,
    const char *uom)
{
	struct metric metric = { .label = label, .value = value, .uom = uom,
	    .min = "0" };

	report_metric(report, &metric);
}

static enum state
worst_of(const struct item *items, size_t n)
{
	enum state worst = STATE_OK;
	size_t i;

	for (i = 0; i < n; i++)
		if (state_worse(items[i].state, worst))
			worst = items[i].state;
	return worst;
}

/* The item of the headline: the first of the worst state.  If that is no
 * STORAGE, the figures are of the fullest mailbox all the same. */
static void
add_figures(struct report *report, const struct quota_config *config,
    const struct item *items, size_t n)
{
	struct metric usage = { "usage", 0, 1, "%", &config->warning,
	    &config->critical, "0", "100" };
	const struct item *storage = NULL, *messages = NULL;
	enum state worst = worst_of(items, n);
	size_t i;

	for (i = 0; i < n; i++) {
		if (items[i].percent > usage.value)
			usage.value = items[i].percent;
		if (items[i].storage && (storage == NULL ||
		    (items[i].state == worst && storage->state != worst)))
			storage = &items[i];
		if (messages == NULL &&
		    strcmp(items[i].resource->name, "MESSAGE") == 0)
			messages = &items[i];
	}
	report_metric(report, &usage);
	if (storage != NULL) {
		add_metric(report, "storage", storage->usage * 1024, "B");
		add_metric(report, "storage_max", storage->limit * 1024, "B");
	}
	if (messages != NULL) {
		add_metric(report, "messages", messages->usage, NULL);
		add_metric(report, "messages_max", messages->limit, NULL);
	}
}

/* What nobody has looked at may be full. */
static void
add_more(struct report *report, const struct quota_config *config,
    const struct imap_quota *quota)
{
	if (quota->more_roots) {
		report_add(report, config->user, STATE_UNKNOWN,
		    _("more quota roots than are looked at (%d)"),
		    IMAP_ROOTS_MAX);
		report_cause(report, &cause_more);
	}
	if (quota->more_resources) {
		report_add(report, config->user, STATE_UNKNOWN,
		    _("more limits in a quota root than are looked at (%d)"),
		    IMAP_RESOURCES_MAX);
		report_cause(report, &cause_more);
	}
}

/* Dovecot names a root without a limit, and tells no more of it: no finding,
 * but nobody shall think that it was looked at. */
static void
note_untold(struct report *report, const struct imap_quota *quota)
{
	char root[80];
	size_t i;

	for (i = 0; i < quota->count; i++)
		if (!quota->roots[i].told)
			report_note(report, 0, _("the server names one more "
			    "quota root, and tells no limit of it%s"),
			    root_text(&quota->roots[i], root, sizeof(root)));
}

bool
quota_judge_roots(struct report *report, const struct quota_config *config,
    const struct quota_facts *facts)
{
	struct item *items = xcalloc(ITEMS_MAX, sizeof(*items));
	size_t n = gather(items, config, facts), i;

	add_more(report, config, &facts->quota);
	qsort(items, n, sizeof(items[0]), compare);
	for (i = 0; i < n; i++) {
		if (items[i].storage)
			add_storage(report, config, &items[i]);
		else
			add_other(report, config, &items[i]);
		if (items[i].state == STATE_OK)
			continue;
		report_cause(report, &quota_cause_full);
		quota_advise_room(report);
	}
	if (n > 0) {
		note_untold(report, &facts->quota);
		add_figures(report, config, items, n);
	}
	free(items);
	return n > 0;
}
