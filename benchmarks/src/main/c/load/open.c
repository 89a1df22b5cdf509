// SPDX-License-Identifier: Apache-2.0
// Opens connections.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "load.h"

enum { SOURCES = 200, PATIENCE_MILLIS = 5000 };
enum { AT_ONCE = 64 };
enum { MOST_FAILURES = 3 }; // then the server is taken for dead, and the rest fails at once

// Binds to 127.P.Q.R, where P and Q differ from run to run: a port that waits out its last connection
// would else be missing in the next.
static int bind_source(int fd, int index) {
  int on = 1;
  uint32_t run = (uint32_t)getpid();
  uint32_t host = (127u << 24) | (1 + run % 250) << 16 | ((run / 250) % 250) << 8 |
                  (1 + (uint32_t)index % SOURCES);
  struct sockaddr_in source = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(host)};
  if (setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) != 0) return -1;
  return bind(fd, (struct sockaddr *)&source, sizeof source);
}

int begin_connection(const struct settings *settings, int index) {
  int family = settings->address.ss_family;
  int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  int on = 1;
  if (family == AF_INET && (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
                            bind_source(fd, index) != 0)) {
    close(fd);
    return -1;
  }
  const struct sockaddr *address = (const struct sockaddr *)&settings->address;
  if (connect(fd, address, settings->address_length) != 0 && errno != EINPROGRESS) {
    int failure = errno;
    close(fd);
    errno = failure;
    return -1;
  }
  return fd;
}

static bool await(int fd, short events) {
  struct pollfd one = {.fd = fd, .events = events};
  return poll(&one, 1, PATIENCE_MILLIS) == 1;
}

int open_connection(const struct settings *settings, int index) {
  for (int attempt = 0; attempt < 1000; attempt++) {
    int fd = begin_connection(settings, index);
    if (fd >= 0) {
      int failure = 0;
      socklen_t length = sizeof failure;
      if (await(fd, POLLOUT) && getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &length) == 0 &&
          failure == 0) {
        return fd;
      }
      close(fd);
      return -1;
    }
    if (errno != EAGAIN) return -1; // a Unix-domain listener whose queue is full says EAGAIN
    usleep(1000);
  }
  return -1;
}

// Sends as much of a greeting as there is room for; what is left, or -1.
static ssize_t say(int fd, size_t size) {
  static const char block[16384];
  while (size > 0) {
    ssize_t n = send(fd, block, size < sizeof block ? size : sizeof block, MSG_NOSIGNAL);
    if (n < 0) return errno == EAGAIN ? (ssize_t)size : -1;
    size -= (size_t)n;
  }
  return 0;
}

// Says the rest of a greeting, and waits for all of it to come back.
static bool hear(int fd, size_t size, size_t unsent) {
  static char block[16384];
  size_t awaited = size;
  while (awaited > 0) {
    if (!await(fd, (short)(unsent > 0 ? POLLIN | POLLOUT : POLLIN))) return false;
    ssize_t left = say(fd, unsent);
    if (left < 0) return false;
    unsent = (size_t)left;
    ssize_t n = recv(fd, block, sizeof block, 0);
    if (n == 0 || (n < 0 && errno != EAGAIN)) return false;
    if (n > 0) awaited -= (size_t)n;
  }
  return true;
}

int open_some(const struct settings *settings, int *fds, int from, int to) {
  int failed = 0;
  for (int begin = from; begin < to; begin += AT_ONCE) {
    int end = begin + AT_ONCE < to ? begin + AT_ONCE : to;
    ssize_t unsent[AT_ONCE];
    for (int i = begin; i < end; i++) {
      fds[i] = failed < MOST_FAILURES ? open_connection(settings, i) : -1;
      unsent[i - begin] = fds[i] >= 0 ? say(fds[i], settings->size) : -1;
    }
    for (int i = begin; i < end; i++) {
      ssize_t left = unsent[i - begin];
      bool is_served = left >= 0 && failed < MOST_FAILURES && hear(fds[i], settings->size, (size_t)left);
      if (is_served) continue;
      if (fds[i] >= 0) close(fds[i]);
      fds[i] = -1;
      failed++;
    }
  }
  return failed;
}

int open_epoll(void) {
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) {
    perror("load: epoll_create1");
    exit(1);
  }
  return epoll;
}

void watch(int epoll, int fd, uint32_t index) {
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u32 = index};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
    perror("load: epoll_ctl");
    exit(1);
  }
}
