// SPDX-License-Identifier: Apache-2.0
// The loop of libev: Debian's libev-dev.
#include <ev.h>
#include <stdio.h>
#include <stdlib.h>

#include "work.h"

static struct ev_loop *loop;
static ev_io **watchers;
static int count;

const char *loop_name(void) {
  static char name[64];
  snprintf(name, sizeof name, "libev %d.%d", ev_version_major(), ev_version_minor());
  return name;
}

void loop_open(void) {
  for (int i = 0; i < count; i++) {
    ev_io_stop(loop, watchers[i]);
    free(watchers[i]);
  }
  free(watchers);
  watchers = NULL;
  count = 0;
  if (loop != NULL) ev_loop_destroy(loop);
  loop = ev_loop_new(EVFLAG_AUTO);
  if (loop == NULL) fail("ev_loop_new");
}

static void call(struct ev_loop *which, ev_io *watcher, int what) {
  (void)which, (void)what;
  ready((int)(intptr_t)watcher->data);
}

void loop_watch(int fd, int index) {
  watchers = realloc(watchers, (size_t)(count + 1) * sizeof *watchers);
  ev_io *watcher = malloc(sizeof *watcher);
  ev_io_init(watcher, call, fd, EV_READ);
  watcher->data = (void *)(intptr_t)index;
  ev_io_start(loop, watcher);
  watchers[count++] = watcher;
}

void loop_turn(void) {
  ev_run(loop, EVRUN_ONCE);
}
