/* SPDX-License-Identifier: GPL-2.0 */
/* block.h - how this kernel lays out what block devices are to read or to write */
#ifndef COMPAT_BLOCK_H
#define COMPAT_BLOCK_H

#include <linux/blk-mq.h>
#include <linux/blk_types.h>
#include <linux/blkdev.h>
#include <linux/fs.h>
#ifndef COMPAT_HAVE_BIO_BDEV
#include <linux/genhd.h>
#endif
#include "../peek.h"

/**
 * compat_peek_bio_dev() - the number of the device that a request is for
 * @bio: any number taken for a request
 * @dev: receives any number, to be taken for that of a device
 *
 * Context: any.
 * Return: false if it can't be read.
 */
static inline bool compat_peek_bio_dev(const struct bio *bio, dev_t *dev)
{
#ifdef COMPAT_HAVE_BIO_BDEV
	const struct block_device *device;

	return scope_peek_to(device, &bio->bi_bdev) &&
	       scope_peek(dev, &device->bd_dev, sizeof(*dev));
#else
	const struct gendisk *disk;
	u8 part;

	/* What was for a part is for the disk once it is on its way. */
	return scope_peek_to(part, &bio->bi_partno) && !part &&
	       scope_peek_to(disk, &bio->bi_disk) &&
	       scope_peek(dev, &disk->part0.__dev.devt, sizeof(*dev));
#endif
}

/**
 * compat_peek_request_dev() - the number of the disk that a command is for
 * @request: any number taken for a command to a device
 * @dev: receives any number, to be taken for that of a device
 *
 * Context: any.
 * Return: false if it can't be read, or there is no disk: a controller has
 * commands of its own.
 */
static inline bool compat_peek_request_dev(const struct request *request,
					   dev_t *dev)
{
	const struct gendisk *disk;
	int major, minor;
#ifdef COMPAT_HAVE_RQ_DISK
	bool found = scope_peek_to(disk, &request->rq_disk);
#else
	const struct request_queue *queue;
	bool found = scope_peek_to(queue, &request->q) &&
		     scope_peek_to(disk, &queue->disk);
#endif

	if (!found || !scope_peek_to(major, &disk->major) ||
	    !scope_peek_to(minor, &disk->first_minor))
		return false;
	*dev = MKDEV(major, minor);
	return true;
}

#endif /* COMPAT_BLOCK_H */
