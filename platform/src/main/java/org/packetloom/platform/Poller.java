// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** One kernel notification object: epoll, io_uring, kqueue, a completion port or poll(2). */
public interface Poller {}
