/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sandbox.h - least privilege: what a plugin gives up for good as soon as its
 * options are read and its locale, its input and its output are open.
 *
 * Everywhere: core dumps (RLIMIT_CORE) and new privileges by a program that
 * is executed (PR_SET_NO_NEW_PRIVS).
 *
 * Where the kernel has Landlock (Linux 5.13 and newer, unless it is switched
 * off): nothing can be executed, opened for writing, made, renamed, removed
 * or cut off, and only what is named below can be read.  What is open stays
 * open.  stat(2) and the network are not restricted.  Without Landlock the
 * program works alike, and says nothing of it.  Where no descriptor is free
 * for this, the program ends here and says so.
 *
 * While a secret is held the process cannot be read either: see secret.h.
 *
 * "configure --disable-sandbox" makes all of this do nothing: a measurement
 * of coverage writes its files when the program ends.
 */
#ifndef WEBLIFE_SANDBOX_H
#define WEBLIFE_SANDBOX_H

#include <stdbool.h>

struct sandbox {
	int rules;		/* Landlock's; -1: there is no Landlock */
};

/* The first call: no core dumps, no new privileges. */
void	sandbox_begin(struct sandbox *sandbox);

/* The file, or the folder with all below it, may be read; of a symbolic link
 * what it leads to.  What does not exist is passed over. */
void	sandbox_read(struct sandbox *sandbox, const char *path);

/* The files to which symbolic links in this folder lead may be read; wanted
 * chooses by where the link leads, NULL: all.  No folder is passed over. */
void	sandbox_read_links(struct sandbox *sandbox, const char *folder,
	    bool (*wanted)(const char *target));

/* In the file's folder files may be made, renamed and removed, but none can
 * be opened: a file that is open there comes into its place by rename(2). */
void	sandbox_replace(struct sandbox *sandbox, const char *file);

/* The last call.  What a translated message may need (catalogues, character
 * sets, and the libraries that know them) may be read, too. */
void	sandbox_enter(struct sandbox *sandbox);

#endif
