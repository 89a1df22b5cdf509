// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

/** The calls about options of sockets. All return the negated error number on failure. */
interface OptionCalls {
  /** What a descriptor stands for. */
  HandleEntry entry(int descriptor);

  /** getsockopt: 0; {@code length} holds the room, and then what was written. */
  int getsockopt(int descriptor, int level, int name, byte[] value, int[] length);

  /** setsockopt: 0. */
  int setsockopt(int descriptor, int level, int name, byte[] value);

  /** WSAIoctl without waiting: the bytes written. */
  int ioctl(int descriptor, int code, byte[] in, byte[] out);
}
