/* SPDX-License-Identifier: GPL-2.0 */
/* nfs.h - a server of NFS that stops when it is asked to change anything */
#ifndef SELFTESTS_NFS_H
#define SELFTESTS_NFS_H

/* What it is called by who mounts. */
#define NFS_SERVER	"127.0.0.1"

/* The files that it has: one is empty, and one has a page that can't be read. */
#define NFS_FILE	"empty"
#define NFS_FULL	"full"

/**
 * nfs_listen() - be there for those who mount, on the loopback device
 * @port: receives the port
 *
 * Return: the socket, for nfs_serve(); -1 with errno.
 */
int nfs_listen(unsigned short *port);

/**
 * nfs_serve() - serve a root with these files in it, version 3, and its mounting
 * @listener: pointer to what nfs_listen() returned
 *
 * To be asked to create, to rename, to write or for room makes it stop, as by
 * SIGSTOP. To be asked to read is never answered, and does not make it stop.
 *
 * Return: an exit code, if it can't go on.
 */
int nfs_serve(void *listener);

/**
 * nfs_mount() - mount what is served there
 * @point: where
 * @port: the server's
 *
 * Return: as mount(2).
 */
int nfs_mount(const char *point, unsigned short port);

#endif /* SELFTESTS_NFS_H */
