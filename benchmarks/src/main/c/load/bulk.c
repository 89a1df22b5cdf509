// SPDX-License-Identifier: Apache-2.0
// One stream at full speed: `drain` takes what the server writes, `fill` writes what the server reads.
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "load.h"

enum { DRAIN_BYTES = 1 << 20 };

static ssize_t move(int fd, bool drain, char *block, size_t size) {
  if (drain) {
    // the kernel drops the bytes without copying them, so that the server is what limits
    return recv(fd, block, DRAIN_BYTES, MSG_TRUNC);
  }
  return send(fd, block, size, MSG_NOSIGNAL);
}

static int run(const struct settings *settings, bool drain) {
  char *block = calloc(1, drain ? DRAIN_BYTES : settings->size);
  int fd = open_connection(settings, 0);
  int errors = fd < 0;
  struct window window = plan_window(settings, now_nanos());
  struct pollfd one = {.fd = fd, .events = drain ? POLLIN : POLLOUT};
  uint64_t bytes = 0;
  while (errors == 0) {
    ssize_t n = move(fd, drain, block, settings->size);
    if (n > 0) {
      bytes += (uint64_t)n;
    } else if (n == 0 || errno != EAGAIN) {
      errors++;
    } else {
      poll(&one, 1, 100);
    }
    uint64_t now = now_nanos();
    if (window_opens(&window, settings, now)) bytes = 0;
    if (window_over(&window, settings, now)) break;
  }
  printf("count=%" PRIu64 " errors=%d ", bytes, errors);
  print_window(&window, settings);
  return window.ended == 0;
}

int run_drain(const struct settings *settings) { return run(settings, true); }

int run_fill(const struct settings *settings) { return run(settings, false); }
