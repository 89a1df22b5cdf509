// SPDX-License-Identifier: Apache-2.0
// Nothing but epoll, level-triggered.
#define _GNU_SOURCE
#include <sys/epoll.h>
#include <unistd.h>

#include "work.h"

static int epoll = -1;

const char *loop_name(void) { return ""; }

void loop_open(void) {
  if (epoll >= 0) close(epoll);
  epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) fail("epoll_create1");
}

void loop_watch(int fd, int index) {
  struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)index};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) fail("epoll_ctl");
}

void loop_turn(void) {
  struct epoll_event events[512];
  int count = epoll_wait(epoll, events, 512, -1);
  for (int i = 0; i < count; i++) ready((int)events[i].data.u32);
}
