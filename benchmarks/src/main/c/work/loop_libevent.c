// SPDX-License-Identifier: Apache-2.0
// The loop of libevent: Debian's libevent-dev.
#include <event2/event.h>
#include <event2/event_struct.h>
#include <stdlib.h>
#include <string.h>

#include "work.h"

static struct event_base *base;
static struct event **events;
static int count;

const char *loop_name(void) {
  static char name[64] = "libevent ";
  strncat(name, event_get_version(), sizeof name - strlen(name) - 1);
  return name;
}

void loop_open(void) {
  for (int i = 0; i < count; i++) event_free(events[i]);
  free(events);
  events = NULL;
  count = 0;
  if (base != NULL) event_base_free(base);
  base = event_base_new();
  if (base == NULL) fail("event_base_new");
}

static void call(evutil_socket_t fd, short what, void *index) {
  (void)fd, (void)what;
  ready((int)(intptr_t)index);
}

void loop_watch(int fd, int index) {
  events = realloc(events, (size_t)(count + 1) * sizeof *events);
  struct event *event = event_new(base, fd, EV_READ | EV_PERSIST, call, (void *)(intptr_t)index);
  if (event == NULL || event_add(event, NULL) != 0) fail("event_add");
  events[count++] = event;
}

void loop_turn(void) {
  event_base_loop(base, EVLOOP_ONCE);
}
