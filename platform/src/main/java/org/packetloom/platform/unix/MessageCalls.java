// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.lang.foreign.MemorySegment;

/**
 * The system calls that move whole messages; see {@link UnixCalls}.
 *
 * <p>Addresses of type {@code long} are those of native memory that the caller keeps for the length
 * of the call, or 0 where the manual allows a null pointer. None is made to wait, but those that
 * may move much at once, which are the large ones and all of several messages or parts, do not hold
 * the collector up.
 */
public interface MessageCalls {
  /**
   * Receives into part of an array, of at most {@link ReactorTransfer#PROMPT_BYTES}.
   *
   * @param from receives the sender's address, and the error number
   */
  int recvfrom(int fd, byte[] to, int offset, int length, int flags, AddressMemory from);

  /** Receives into native memory, of at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int recvfrom(int fd, MemorySegment to, int flags, AddressMemory from);

  /** Receives into native memory of any size. */
  int recvfromLarge(int fd, MemorySegment to, int flags, AddressMemory from, WaitMemory memory);

  /**
   * Sends part of an array, of at most {@link ReactorTransfer#PROMPT_BYTES}.
   *
   * @param to holds the peer's address, or none, and receives the error number
   */
  int sendto(int fd, byte[] from, int offset, int length, int flags, AddressMemory to);

  /** Sends native memory, of at most {@link ReactorTransfer#PROMPT_BYTES}. */
  int sendto(int fd, MemorySegment from, int flags, AddressMemory to);

  /** Sends native memory of any size. */
  int sendtoLarge(int fd, MemorySegment from, int flags, AddressMemory to, WaitMemory memory);

  /** Receives a message as a {@code struct msghdr} says. */
  int recvmsg(int fd, long message, int flags, Errno errno);

  /** Sends a message as a {@code struct msghdr} says. */
  int sendmsg(int fd, long message, int flags, Errno errno);

  /** Receives messages as an array of {@code struct mmsghdr} says. */
  int recvmmsg(int fd, long messages, int count, int flags, Errno errno);

  /** Sends messages as an array of {@code struct mmsghdr} says. */
  int sendmmsg(int fd, long messages, int count, int flags, Errno errno);
}
