// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/**
 * Constants of a system's sys/socket.h and sys/filio.h.
 *
 * @param SOCK_NONBLOCK 0 where {@link DescriptorCalls} makes descriptors non-blocking without it
 * @param SOCK_CLOEXEC 0 where {@link DescriptorCalls} has descriptors close on exec without it
 * @param MSG_NOSIGNAL 0 where sockets have SO_NOSIGPIPE from birth
 * @param MSG_MORE 0 where there is none: it is a hint
 * @param MSG_CMSG_CLOEXEC 0 where there is none: who receives sees to it
 */
public record SocketNumbers(
    int AF_INET6,
    int SOCK_NONBLOCK,
    int SOCK_CLOEXEC,
    int SOL_SOCKET,
    int SO_TYPE,
    int SO_ERROR,
    int SO_SNDBUF,
    int SO_ACCEPTCONN,
    int FIONREAD,
    int MSG_DONTWAIT,
    int MSG_NOSIGNAL,
    int MSG_TRUNC,
    int MSG_CTRUNC,
    int MSG_MORE,
    int MSG_CMSG_CLOEXEC) {}
