// SPDX-License-Identifier: Apache-2.0
//
// Sends a descriptor over a socket as Packetloom does: it writes and reads the three lengths of a
// message as 8 bytes each, which in musl's headers are 4 bytes and 4 of padding. Prints what came.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { IOV = 16, IOVLEN = 24, CONTROL = 32, CONTROLLEN = 40, HEADER = 56 };
enum { CMSG_LEVEL = 8, CMSG_TYPE = 12, CMSG_DATA_AT = 16, CMSG_USED = 20, CMSG_ROOM = 24 };

static void put(char *memory, int offset, uint64_t value) {
  memcpy(memory + offset, &value, sizeof value);
}

static uint64_t get(const char *memory, int offset) {
  uint64_t value;
  memcpy(&value, memory + offset, sizeof value);
  return value;
}

// A header with one buffer and room for one control message; whatever is not set is garbage.
static void prepare(char *header, struct iovec *buffer, char *control) {
  memset(header, 0x5a, HEADER);
  memset(header, 0, IOV); // no address
  put(header, IOV, (uint64_t)(uintptr_t)buffer);
  put(header, IOVLEN, 1);
  put(header, CONTROL, (uint64_t)(uintptr_t)control);
  put(header, CONTROLLEN, CMSG_ROOM);
}

int main(void) {
  int ends[2], sent = open("/dev/null", O_RDONLY), received, level = SOL_SOCKET, type = SCM_RIGHTS;
  char byte = 'x', header[HEADER];
  _Alignas(8) char control[CMSG_ROOM];
  struct iovec buffer = {&byte, 1};
  if (sent < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
    perror("socketpair");
    return 1;
  }
  prepare(header, &buffer, control);
  put(control, 0, CMSG_USED);
  memcpy(control + CMSG_LEVEL, &level, sizeof level);
  memcpy(control + CMSG_TYPE, &type, sizeof type);
  memcpy(control + CMSG_DATA_AT, &sent, sizeof sent);
  if (sendmsg(ends[0], (struct msghdr *)header, 0) != 1) {
    perror("sendmsg");
    return 1;
  }
  prepare(header, &buffer, control);
  memset(control, 0x5a, sizeof control);
  if (recvmsg(ends[1], (struct msghdr *)header, 0) != 1) {
    perror("recvmsg");
    return 1;
  }
  memcpy(&received, control + CMSG_DATA_AT, sizeof received);
  printf("msg_iovlen %llu msg_controllen %llu cmsg_len %llu descriptor %s\n",
         (unsigned long long)get(header, IOVLEN), (unsigned long long)get(header, CONTROLLEN),
         (unsigned long long)get(control, 0), fcntl(received, F_GETFD) >= 0 ? "open" : "lost");
  return 0;
}
