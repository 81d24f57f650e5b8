/* SPDX-License-Identifier: GPL-2.0 */
/* main.h - what all of the module says of itself */
#ifndef SCOPE_MAIN_H
#define SCOPE_MAIN_H

/* Of the module; the stream has PROCSCOPE_ABI besides. */
#define SCOPE_RELEASE	"0.1"

#endif /* SCOPE_MAIN_H */
