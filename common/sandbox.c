/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "die.h"
#include "i18n.h"

/*
 * The kernel's interface, landlock(7).  It never changes, but the headers of
 * the machine that compiles may be older than the kernel that runs.
 */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

#define ONLY_TELL_VERSION 1u
#define RULE_PATH_BENEATH 1

enum access {
	READ_FILE = 1 << 2,
	READ_FOLDER = 1 << 3,
	REMOVE_FILE = 1 << 5,
	MAKE_FILE = 1 << 8,
};

struct ruleset {
	uint64_t handled;	/* refused unless a rule allows it */
};

struct path_beneath {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

/*
 * All that the version knows, bit by bit: 13 rights, then the link into
 * another folder, then truncate(2), then ioctl(2) on devices.  A bit that the
 * kernel does not know would be refused.
 */
static uint64_t
handled(long version)
{
	static const unsigned int bits[] = { 13, 13, 14, 15, 15, 16 };
	size_t last = sizeof(bits) / sizeof(bits[0]) - 1;

	return (UINT64_C(1) <<
	    bits[(size_t)version < last ? (size_t)version : last]) - 1;
}

/* Without a descriptor here, what fails later would be put down to something
 * else: to the rights of a file, or to a resolver that does not answer. */
static void
want_descriptor(bool got)
{
	if (!got && (errno == EMFILE || errno == ENFILE))
		die(_("no file descriptor is free: %s"), strerror(errno));
}

static int
new_rules(void)
{
	struct ruleset ruleset;
	long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
	    ONLY_TELL_VERSION);
	int rules;

	if (version < 1)
		return -1;
	ruleset.handled = handled(version);
	rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset,
	    sizeof(ruleset), 0u);
	want_descriptor(rules >= 0);
	return rules;
}

void
sandbox_begin(struct sandbox *sandbox)
{
	static const struct rlimit none = { 0, 0 };

	sandbox->rules = -1;
	if (!SANDBOX)
		return;
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL);
	sandbox->rules = new_rules();
}

/* A rule that is not taken leaves less allowed than wanted, never more; the
 * kernel takes none for a pipe, which can always be opened. */
static void
allow(const struct sandbox *sandbox, int fd, uint64_t allowed)
{
	struct path_beneath rule = { allowed, fd };

	syscall(SYS_landlock_add_rule, sandbox->rules, RULE_PATH_BENEATH,
	    &rule, 0u);
}

static void
allow_reading(const struct sandbox *sandbox, int folder, const char *name,
    bool folders)
{
	int fd = openat(folder, name, O_PATH | O_CLOEXEC);
	struct stat st;

	want_descriptor(fd >= 0);
	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		allow(sandbox, fd, READ_FILE);
	else if (folders)
		allow(sandbox, fd, READ_FILE | READ_FOLDER);
	close(fd);
}

void
sandbox_read(struct sandbox *sandbox, const char *path)
{
	if (sandbox->rules >= 0)
		allow_reading(sandbox, AT_FDCWD, path, true);
}

static bool
leads_to_wanted(int folder, const char *name,
    bool (*wanted)(const char *target))
{
	char target[4096];
	ssize_t length;

	if (wanted == NULL)
		return true;
	length = readlinkat(folder, name, target, sizeof(target) - 1);
	if (length < 0)
		return false;
	target[length] = '\0';
	return wanted(target);
}

void
sandbox_read_links(struct sandbox *sandbox, const char *folder,
    bool (*wanted)(const char *target))
{
	DIR *dir = sandbox->rules < 0 ? NULL : opendir(folder);
	const struct dirent *entry;

	want_descriptor(dir != NULL || sandbox->rules < 0);
	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if ((entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN) &&
		    leads_to_wanted(dirfd(dir), entry->d_name, wanted))
			allow_reading(sandbox, dirfd(dir), entry->d_name,
			    false);
	closedir(dir);
}

void
sandbox_replace(struct sandbox *sandbox, const char *file)
{
	const char *slash = strrchr(file, '/');
	char *folder = slash == NULL ? xstrdup(".") :
	    xstrndup(file, (size_t)(slash - file) + 1);
	int fd = sandbox->rules < 0 ? -1 :
	    open(folder, O_PATH | O_CLOEXEC);

	if (fd >= 0) {
		allow(sandbox, fd, MAKE_FILE | REMOVE_FILE);
		close(fd);
	}
	free(folder);
}

/* What gettext(3), strerror(3) and iconv(3) open when they are needed. */
static const char *const always[] = {
	LOCALEDIR, "/usr/share/locale", "/usr/share/locale-langpack",
	"/usr/lib", "/usr/lib64", "/lib", "/lib64",
#ifdef SANITIZERS
	"/proc/self", "/proc/self/exe",	/* LeakSanitizer, and its reports */
#endif
};

void
sandbox_enter(struct sandbox *sandbox)
{
	size_t i;

	if (sandbox->rules < 0)
		return;
	for (i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		sandbox_read(sandbox, always[i]);
	syscall(SYS_landlock_restrict_self, sandbox->rules, 0u);
	close(sandbox->rules);
	sandbox->rules = -1;
}
