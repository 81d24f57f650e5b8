/* SPDX-License-Identifier: GPL-2.0 */
/* filelock.h - how this kernel lays out a lock of flock() or fcntl() */
#ifndef COMPAT_FILELOCK_H
#define COMPAT_FILELOCK_H

#include <linux/fs.h>
#ifdef COMPAT_HAVE_FILELOCK_H
#include <linux/filelock.h>
#endif

#ifdef COMPAT_HAVE_FILE_LOCK_CORE
#define compat_file_lock		file_lock_core
#define COMPAT_FILE_LOCK(field)		flc_##field
#else
#define compat_file_lock		file_lock
#define COMPAT_FILE_LOCK(field)		fl_##field
#endif

#endif /* COMPAT_FILELOCK_H */
