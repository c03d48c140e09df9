/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * i18n.h - marks for gettext.  Every message that a person reads stands in
 * _() where it is used, or in N_() where it is data; one message is one
 * format string.  The untranslated text is ASCII English.  Inside a mark stand
 * literals alone: po/messages.sh does not know what a macro stands for.
 */
#ifndef WEBLIFE_I18N_H
#define WEBLIFE_I18N_H

#include <libintl.h>

#define _(s) gettext(s)
#define N_(s) (s)
/* One thing and many of it, for ngettext() elsewhere: two arguments. */
#define NP_(one, many) (one), (many)

#endif
