/* SPDX-License-Identifier: GPL-2.0 */
/* news.h - how is it told who got stuck, and who moves again? */
#ifndef PROCSCOPE_NEWS_H
#define PROCSCOPE_NEWS_H

#include <stdbool.h>
#include <stddef.h>

struct look;
struct model;
struct vigil;
struct watched;

/**
 * news_start() - tell what is watched for, before there are any news
 * @model: the first look
 * @stuck: for how many seconds a task has to be stuck
 * @interval: seconds from one look to the next
 * @json: tell it to a program
 */
void news_start(const struct model *model, double stuck, double interval,
		bool json);

/**
 * news_stuck() - tell who is stuck, those that wait for the same together
 * @look: the system as it is seen now, with stacks
 * @watched: the tasks, which were seen stuck before
 * @count: how many
 * @json: tell it to a program
 *
 * Of a task that has moved since, or was given what it waits for, nothing is
 * told. The others are marked as told.
 */
void news_stuck(const struct look *look, struct watched **watched,
		size_t count, bool json);

/**
 * news_left() - tell who is stuck no more
 * @vigil: what was seen
 * @json: tell it to a program
 */
void news_left(const struct vigil *vigil, bool json);

#endif /* PROCSCOPE_NEWS_H */
