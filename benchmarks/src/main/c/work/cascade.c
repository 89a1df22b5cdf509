// SPDX-License-Identifier: Apache-2.0
// A byte goes from connector to connector: whoever receives it passes it on to the next, until there
// were so many writes. As compare/server/Cascade.java has it.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "work.h"

struct connector {
  int near, far; // read from, written to
  struct sockaddr_in address;
};

static bool is_udp;
static struct connector *connectors;
static int count;

static int left;            // writes that are yet to come
static int unread;          // bytes that are yet to be received
static unsigned char token; // another one in each cascade, so that no byte comes from an earlier one
static uint64_t errors;

static void open_udp(struct connector *connector) {
  socklen_t length = sizeof connector->address;
  connector->address = (struct sockaddr_in){.sin_family = AF_INET};
  connector->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&connector->address, length) != 0 ||
      getsockname(fd, (struct sockaddr *)&connector->address, &length) != 0) {
    fail("udp");
  }
  connector->near = connector->far = fd;
}

static void open_pipe(struct connector *connector) {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0) fail("pipe");
  connector->near = fds[0];
  connector->far = fds[1];
}

static void close_all(void) {
  for (int i = 0; i < count; i++) {
    close(connectors[i].near);
    if (!is_udp) close(connectors[i].far);
  }
  free(connectors);
}

static void open_some(int wanted) {
  loop_open();
  close_all();
  count = wanted;
  connectors = calloc((size_t)count, sizeof *connectors);
  for (int i = 0; i < count; i++) {
    if (is_udp) {
      open_udp(&connectors[i]);
    } else {
      open_pipe(&connectors[i]);
    }
    loop_watch(connectors[i].near, i);
  }
}

static void pass(int from, int to) {
  struct connector *target = &connectors[to];
  ssize_t n = is_udp ? sendto(connectors[from].far, &token, 1, 0, (struct sockaddr *)&target->address,
                              sizeof target->address)
                     : write(target->far, &token, 1);
  if (n != 1) errors++;
}

void ready(int index) {
  unsigned char byte;
  int fd = connectors[index].near;
  ssize_t n = is_udp ? recv(fd, &byte, 1, 0) : read(fd, &byte, 1);
  if (n != 1) return; // others will tell
  if (byte != token) errors++;
  if (left-- > 0) pass(index, index + 1 < count ? index + 1 : 0);
  unread--;
}

static void cascade(void) {
  int active = count >= 1000 ? count / 10 : 1;
  token++;
  left = count - active;
  unread = count;
  for (int i = 0; i < active; i++) pass(0, (int)((long)i * count / active));
  while (unread > 0) loop_turn();
}

static void run(uint64_t end, uint64_t *done, uint64_t *failed) {
  errors = 0;
  do {
    cascade();
    ++*done;
  } while (now_nanos() < end);
  *failed = errors;
}

struct work cascade_work(const char *kind) {
  is_udp = strcmp(kind, "udp") == 0;
  return (struct work){.open = open_some, .run = run};
}
